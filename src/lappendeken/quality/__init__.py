"""What is wrong with data, and what is remarkable in them: one report."""

from lappendeken.quality.remark import Remark
from lappendeken.quality.remarks import remarks
from lappendeken.quality.report import Report, check_folder

__all__ = ["Remark", "Report", "check_folder", "remarks"]
