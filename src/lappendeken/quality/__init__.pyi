from .remark import Remark as Remark
from .remarks import remarks as remarks
from .report import Report as Report
from .report import check_folder as check_folder
