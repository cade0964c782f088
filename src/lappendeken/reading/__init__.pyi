from .settling.ledger import ReadReport as ReadReport
from .settling.ledger import ReadResult as ReadResult
from .sources.cbs import read_cbs as read_cbs
from .sources.opengr import read_opengr as read_opengr
from .sources.own import read_tables as read_tables
from .sources.regioatlas import read_regioatlas as read_regioatlas
from .sources.roo import read_roo as read_roo
from .sources.statline import read_statline as read_statline
