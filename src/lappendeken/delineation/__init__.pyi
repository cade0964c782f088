from .communities import GRAPHS as GRAPHS
from .communities import RESOLUTIONS as RESOLUTIONS
from .communities import Profile as Profile
from .communities import against_communities as against_communities
from .communities import find_communities as find_communities
from .communities import resolution_profile as resolution_profile
from .communities import without_counterparts as without_counterparts
