# %% [markdown]
# # Is it more than chance?
#
# Two divisions into connected regions resemble each other whatever anyone intended. A null model
# draws random connected regions of the same sizes, and asks how often these fit as well.

# %%
import lappendeken as ld

lap = ld.load()
jeugd, mobw, werk = lap.main_indelingen
pairs = [(jeugd, mobw), (jeugd, werk), (mobw, werk)]
asked = {"measures": ["adjusted_rand_index"], "adjacency": lap.borders, "n": 200, "rng": 1}

# %% [markdown]
# 200 draws keep this page fast, and p cannot fall below 1/201; publish with 10,000 and a `checkpoint`.
# `normalised` is (found - chance) / (1 - chance); `p_holm` corrects for all rows together.


# %%
def tested(**more):
    found = ld.nullmodel.examine_pairs(pairs, **asked, **more)
    return ld.nullmodel.table({(a.id, b.id): one for (a, b), one in zip(pairs, found, strict=True)})


columns = ["observed", "mean", "normalised", "p_holm"]
print(tested()[columns].round(3).to_string())

# %% [markdown]
# No draw fits as well: 0.015 is 3/201, the lowest that three rows can have after 200 draws.
#
# Regions often follow provinces. Drawn within provinces, chance explains more, and less is left.

# %%
provinces = ld.Indeling.from_labels(lap.gemeenten["provincie"], id="provincie")
print(tested(within=provinces)[columns].round(3).to_string())
