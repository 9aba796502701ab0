"""Django's form machinery, drawing GOV.UK fields: ``FORM_RENDERER = "common.forms.GovUkRenderer"``."""

from django.forms.renderers import TemplatesSetting

from common.forms.boundfield import GovUkBoundField


class GovUkRenderer(TemplatesSetting):
    """``{{ form }}`` draws every field, ``{{ form.name.as_field_group }}`` or ``{% field form.name %}`` draws one."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovUkBoundField
