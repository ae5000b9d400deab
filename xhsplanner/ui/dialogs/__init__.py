"""The dialogs of the window. A dialog is one file in this folder and one row in `DIALOGS`."""

DIALOGS = {
    "catalogue_book": ("xhsplanner.ui.dialogs.catalogue_book", "BookDialog"),
    "bulk_edit": ("xhsplanner.ui.dialogs.bulk_edit", "BulkEditDialog"),
    "collisions": ("xhsplanner.ui.dialogs.collisions", "CollisionsDialog"),
    "shift": ("xhsplanner.ui.dialogs.shift", "ShiftDialog"),
    "copy_week": ("xhsplanner.ui.dialogs.copy_week", "CopyWeekDialog"),
    "siblings": ("xhsplanner.ui.dialogs.siblings", "SiblingsDialog"),
    "relay": ("xhsplanner.ui.dialogs.relay", "RelayDialog"),
    "template_new": ("xhsplanner.ui.dialogs.templates", "NewFromTemplateDialog"),
    "template_save": ("xhsplanner.ui.dialogs.templates", "SaveTemplateDialog"),
    "renumber": ("xhsplanner.ui.dialogs.renumber", "RenumberDialog"),
    "occasions": ("xhsplanner.ui.dialogs.occasions", "OccasionsDialog"),
    "import_ics": ("xhsplanner.ui.dialogs.import_ics", "ImportIcsDialog"),
    "slots": ("xhsplanner.ui.dialogs.slots", "SlotsDialog"),
    "palette": ("xhsplanner.ui.dialogs.palette", "PaletteDialog"),
    "settings": ("xhsplanner.ui.dialogs.settings", "SettingsDialog"),
    "health": ("xhsplanner.ui.dialogs.health", "HealthDialog"),
    "shortcuts": ("xhsplanner.ui.dialogs.shortcuts", "ShortcutsDialog"),
    "help": ("xhsplanner.ui.dialogs.help", "HelpDialog"),
    "recovered": ("xhsplanner.ui.dialogs.recovered", "RecoveredDialog"),
    "unlock": ("xhsplanner.ui.dialogs.password", "unlock_sample"),
    "new_password": ("xhsplanner.ui.dialogs.password", "new_sample"),
    "crash": ("xhsplanner.ui.errors", "sample"),
    "keys": ("xhsplanner.ui.dialogs.keys", "KeysDialog"),
    "import": ("xhsplanner.ui.importing.dialog", "ImportDialog"),
    "export": ("xhsplanner.ui.dialogs.export_plan", "ExportDialog"),
    "poster": ("xhsplanner.ui.dialogs.poster", "PosterDialog"),
    "print": ("xhsplanner.ui.dialogs.poster", "PrintDialog"),
    "export_bundle": ("xhsplanner.ui.dialogs.export_bundle", "ExportBundleDialog"),
    "restore": ("xhsplanner.ui.dialogs.restore", "RestoreDialog"),
    "merge_bundle": ("xhsplanner.ui.dialogs.merge_bundle", "MergeBundleDialog"),
}
"""By action id: module and class. Each takes the context and its parent, perhaps a subject. An action of that id
opens it; so does `ctx.ask(id, subject)`, and `xhsplanner shot dialog:<id>` draws it."""

PANEL_ASKS = {
    "note": "",
    "note_title": "edit_title",
    "note_preview": "show_preview",
    "note_detail": "show_detail",
    "versions": "show_versions",
    "write": "write",
}
"""By action id: the method of the note panel that does it for the note of `ctx.ask(id, note)`."""
