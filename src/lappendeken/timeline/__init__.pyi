from .changes import changed_deelnames as changed_deelnames
from .changes import events as events
from .counterparts import match_verbanden as match_verbanden
from .line import Timeline as Timeline
from .line import follow as follow
from .sources import Reconciled as Reconciled
from .sources import reconcile as reconcile
