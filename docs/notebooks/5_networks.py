# %% [markdown]
# # Networks, with networkx and igraph
#
# `lap.graph` is one bipartite graph of all verbanden with who takes part in them: gemeenten and, in
# gemeenschappelijke regelingen, others such as provinces. After it, only the three main indelingen.

# %%
import igraph
import networkx as nx

import lappendeken as ld

lap = ld.load()
print(lap.graph)

# %% [markdown]
# Two gemeenten are tied when they share a verband; `weight` counts how many they share.

# %%
together = ld.output.network(lap, lap.main_indelingen, "gemeenten")
print(together)
partners = dict(together.degree())
widest = sorted(partners, key=lambda code: (-partners[code], code))[:5]
for code in widest:
    print(together.nodes[code]["naam"], partners[code])

# %% [markdown]
# Gemeenten between regions that otherwise do not meet have a high betweenness.

# %%
between = nx.betweenness_centrality(together)
for code in sorted(between, key=between.get, reverse=True)[:5]:
    print(together.nodes[code]["naam"], round(between[code], 3))

# %% [markdown]
# The same graph in igraph, which is faster on large graphs.

# %%
graph = igraph.Graph.from_networkx(together)
same = graph.betweenness()
pairs = (graph.vcount() - 1) * (graph.vcount() - 2) / 2
codes = graph.vs["_nx_name"]
print(
    max(abs(between[code] - value / pairs) for code, value in zip(codes, same, strict=True)) < 1e-9
)

# %% [markdown]
# Communities of gemeenten that share many verbanden, next to the divisions they came from.

# %%
found = nx.community.louvain_communities(together, weight="weight", seed=1)
members = {f"community-{number}": codes for number, codes in enumerate(found)}
communities = ld.Indeling.from_members(members, id="community")
print(len(members), "communities")
for indeling in lap.main_indelingen:
    print(indeling.id, round(ld.measures.adjusted_rand_index(communities, indeling), 3))
