from incidents.models.crimes import CrimeRecord, Grade, Regrade, RegradeDecision
from incidents.models.imports import CrimeImport, ImportFile
from incidents.models.tasks import GradeTask

__all__ = ["CrimeImport", "CrimeRecord", "Grade", "GradeTask", "ImportFile", "Regrade", "RegradeDecision"]
