# %% [markdown]
# # From load to a published table
#
# How well do the divisions for youth care, shelter and labour fit each other, and how sure is that?

# %%
import lappendeken as ld
from lappendeken.certainty import confirmed

lap = ld.load()
print(lap)
for indeling in lap.main_indelingen:
    print(indeling)

# %% [markdown]
# Every measure compares two divisions on the gemeenten that both cover. `scores` gives a row a pair.

# %%
scores = ld.measures.scores(lap.main_indelingen)
columns = ["gemeenten", "adjusted_rand_index", "v_measure", "element_centric_similarity"]
print(scores[columns].round(3).to_string())

# %% [markdown]
# Some deelnames were derived or carried forward from an earlier edition. The same on what a source
# confirms; it speaks of fewer gemeenten, so a higher score does not say that the country fits better.
# Here even the order changes: whether youth care lies closest to labour or to shelter is not settled.

# %%
sure = ld.measures.scores(confirmed(lap).main_indelingen)
print(sure[columns].round(3).to_string())

# %% [markdown]
# Which regions do not fit? `doorsnijdend` crosses regions of the other division; the others nest in
# it, equal a region or are made of whole ones.

# %%
jeugd, _, werk = lap.main_indelingen
regions = ld.measures.regions(jeugd, werk)
print(regions["type"].value_counts().to_string())

# %% [markdown]
# A table knows its data, version and sources of its measures: it can be cited, and written for LaTeX.

# %%
print(ld.provenance.of(scores).cite())

# %%
latex = ld.provenance.to_latex(
    scores.reset_index(),
    columns={"a": "A", "b": "B", "gemeenten": "gemeenten", "adjusted_rand_index": "ARI"},
    english=True,
)
print("\n".join(line for line in latex.splitlines() if not line.startswith("%")))
