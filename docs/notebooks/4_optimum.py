# %% [markdown]
# # The least change
#
# What is the least that would have to move for the divisions of one province to be the same? It is
# an integer programme, solved by HiGHS; status `bewezen` means proven to be the least. It says what
# would fit, not what would be wise.

# %%
import lappendeken as ld

lap = ld.load()
found = ld.optimise.least_change(lap, lap.main_indelingen, provincie="Overijssel")
print(f"{found.total:.0f} of {found.deelnames:.0f} deelnames change; status: {found.status}")
print(f"no solution changes fewer than {found.bound:.0f}")

# %%
names = lap.gemeenten["naam"]
changes = found.changes.assign(naam=found.changes["gemeente"].map(names))
print(changes[["indeling", "naam", "region"]].to_string(index=False))

# %% [markdown]
# With every common region in one piece it takes no more here:

# %%
connected = ld.optimise.least_change(
    lap, lap.main_indelingen, provincie="Overijssel", contiguous=True
)
print(f"{connected.total:.0f} deelnames change; status: {connected.status}")

# %% [markdown]
# What does it do elsewhere, where these verbanden cross the border of the province?

# %%
effects = ld.optimise.effects(lap.main_indelingen, found)
print(len(effects.fits), "verbanden come to fit,", len(effects.breaks), "no longer do")

# %% [markdown]
# And the whole country, before and after:

# %%
after = ld.optimise.carried_out(lap.main_indelingen, found)
for label, indelingen in (("before", lap.main_indelingen), ("after", after)):
    print(label, ld.measures.scores(indelingen)["adjusted_rand_index"].round(3).to_list())
