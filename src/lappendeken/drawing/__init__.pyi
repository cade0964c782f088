from . import files as files
from . import page as page
from . import plots as plots
from . import theme as theme
