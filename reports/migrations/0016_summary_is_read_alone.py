from django.db import migrations

# All that a page or an edition reads of a summary, in the order in which it adds it up: the rows themselves lie as they
# were counted and are not looked up one by one.
INDEX = """
DROP INDEX figures.summary_of_a_quarter;
CREATE INDEX summary_of_a_quarter ON figures.summary (counted, quarter, area_id)
INCLUDE (partnership_id, number, children, month, district_id, source_type, referred_with, days, is_in_time, is_repeat,
         due_on);
"""
BEFORE = """
DROP INDEX figures.summary_of_a_quarter;
CREATE INDEX summary_of_a_quarter ON figures.summary (counted, quarter);
"""


class Migration(migrations.Migration):
    """The summary is read from its index alone."""

    dependencies = [("reports", "0015_support_by_its_end")]

    operations = [migrations.RunSQL(INDEX, BEFORE)]
