# %% [markdown]
# # To QGIS and to Gephi

# %%
from pathlib import Path
from tempfile import mkdtemp

import geopandas as gpd
import networkx as nx

import lappendeken as ld

lap = ld.load()
folder = Path(mkdtemp())

# %% [markdown]
# A GeoPackage with a layer for the gemeenten, for each indeling and for each ordered pair, and beside
# it a project: open `quilt.qgs` and QGIS shows the congruence map with its legend.

# %%
path = folder / "quilt.gpkg"
layers = ld.output.result_layers(lap, lap.main_indelingen)
project = ld.output.qgis.project(path, lap, lap.main_indelingen)
for written in ld.output.write_layers(path, layers, beside=project):
    print(written.name)
print(gpd.list_layers(path)["name"].to_list())

# %% [markdown]
# A layer is a GeoDataFrame; results of your own become one by the codes of gemeenten.

# %%
congruence = ld.measures.territorial_congruence(lap.main_indelingen)
mine = ld.output.gemeente_layer(lap, congruence)
print(mine.loc["GM0119", ["naam", "congruence"]].to_dict(), mine.crs.to_epsg())

# %% [markdown]
# Gephi opens GraphML and GEXF; names are labels, and attributes come along.

# %%
ld.output.write_graph(folder / "quilt.gexf", ld.output.network(lap, lap.main_indelingen))
read = nx.read_gexf(folder / "quilt.gexf")
print(read)
print(read.nodes["GM0119"]["label"])
