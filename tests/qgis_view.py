"""Run by the Python of QGIS: what a project shows, as JSON, and a picture of it."""

import json
import sys

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QSize

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1])
shown = [leaf.layer() for leaf in project.layerTreeRoot().findLayers() if leaf.isVisible()]
settings = QgsMapSettings()
settings.setLayers(shown)
settings.setOutputSize(QSize(300, 340))
settings.setDestinationCrs(project.crs())
settings.setExtent(project.viewSettings().defaultViewExtent())
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
job.renderedImage().save(sys.argv[2])
layers = project.mapLayers().values()
told = {
    "broken": [layer.name() for layer in layers if not layer.isValid()],
    "number": len(layers),
    "crs": sorted({project.crs().authid(), *(layer.crs().authid() for layer in layers)}),
    "shown": [layer.name() for layer in shown],
    "legend": [item.label() for item in shown[-1].renderer().legendSymbolItems()],
    "styles": [layer.loadNamedStyle(style)[1] for layer in shown for style in sys.argv[3:]],
}
sys.stdout.write(json.dumps(told) + "\n")
