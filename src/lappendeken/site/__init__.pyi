from .folder import check as check
from .folder import is_current as is_current
from .folder import key as key
from .folder import publish as publish
from .folder import size as size
from .look import Look as Look
from .making import make as make
from .making import write as write
