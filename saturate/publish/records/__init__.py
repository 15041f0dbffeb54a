"""A run's evaluations in the formats of others: lm-eval's logs, and records of Every Eval Ever.

:mod:`.evaluations` reads them from the run folder; :mod:`.lm_eval_logs` and :mod:`.every_eval_ever`
write a format each.
"""

from saturate.publish.records.write import WrittenRecords, write_records

__all__ = ["WrittenRecords", "write_records"]
