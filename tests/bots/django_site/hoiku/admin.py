from django.contrib import admin

from tests.bots.django_site.hoiku.models import Application, Reason, Sibling


class SiblingInline(admin.TabularInline):
    model = Sibling
    extra = 3


@admin.register(Application)
class ApplicationAdmin(admin.ModelAdmin):
    list_display = ("id", "kana", "name", "birth", "nursery", "single")
    search_fields = ("kana", "name")
    list_filter = ("nursery",)
    list_per_page = 5
    readonly_fields = ("id", "received")
    radio_fields = {"sex": admin.HORIZONTAL}  # noqa: RUF012  as Django has it
    inlines = (SiblingInline,)
    fieldsets = (
        (None, {"fields": ("id", "received")}),
        ("児童", {"fields": ("kana", "name", ("birth", "sex"))}),
        ("申込", {"fields": ("nursery", "reasons", "single", "note")}),
    )


admin.site.register(Reason)
