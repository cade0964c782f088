"""The file endings that results can be written to; known before anything heavy is imported."""

TABLES = (".csv", ".json", ".xlsx")
"""Tables, by `export.write_tables`."""

PICTURES = (".png", ".svg")
"""Pictures, by `plots.write_figure`."""

LAYERS = (".gpkg", ".parquet")
"""Layers with geometry, by `geoexport.write_layers`."""

GRAPHS = (".graphml", ".gexf")
"""Graphs, by `geoexport.write_graph`."""
