# %% [markdown]
# # Own data
#
# A colleague sent a list: a line above the header, codes that lost their zeros, a name misspelt.

# %%
from pathlib import Path

import lappendeken as ld
from lappendeken.reading.settling.mapping import read_mapping

path = Path("../invoer/regio.csv")
print(path.read_text(encoding="utf-8"))

# %% [markdown]
# Say which column names the verband, and of which indeling they are. Nothing is guessed: what is not
# understood is counted, and stays out.

# %%
mapping = read_mapping(["verband=Kring"], fixed={"indeling": "jeugdregio"})
found = ld.reading.read_tables(path, mapping=mapping)
print(found.deelnames[["gemeente_code", "gemeente", "verband"]].to_string(index=False))

# %%
print(found.report.unmatched[["rij", "gemeente", "reden", "toelichting"]].to_string(index=False))

# %% [markdown]
# A proposal becomes a match only when you accept it.

# %%
print(found.report.proposals[["gegeven", "voorstel_code", "voorstel_naam"]].to_string(index=False))
again = ld.reading.read_tables(path, mapping=mapping, accepted={"Mepel": "GM0119"})
print(len(found.deelnames), "->", len(again.deelnames))

# %% [markdown]
# From deelnames, or any Series of labels by code, comes an Indeling; it is measured as the others
# are, on the gemeenten that both cover: five here, and the two last columns count only those. Both
# verbanden are `genest`: each lies inside one youth care region, which has more gemeenten.

# %%
labels = again.deelnames.set_index("gemeente_code")["verband_id"]
mine = ld.Indeling.from_labels(labels, id="opgave")
lap = ld.load()
typed = ld.measures.regions(mine, lap.indeling("jeugdregio"))
print(typed[["type", "counterpart", "shared", "counterpart_gemeenten"]].to_string())

# %%
provinces = ld.Indeling.from_labels(lap.gemeenten["provincie"], id="provincie")
print(round(ld.measures.adjusted_rand_index(provinces, lap.indeling("jeugdregio")), 3))
