"""Settings of the workspace: the same for everybody who works in it."""

import json

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


@steady
def change(store: Store, name: str, value: object) -> Change | None:
    """Set a setting of the workspace. Raises Refused for one there is not, or a value it cannot have."""
    option = options().get(name)
    if option is None or option.scope != "workspace":
        raise Refused(t("setting.gone", name=name))
    if not option.accepts(value):
        raise Refused(t("setting.bad", name=option.title))
    row = store.settings.row(name)
    with store.op("setting.change", name=option.title) as op:
        text = json.dumps(value)
        if row is not None:
            op.update("setting", {row: {"value": text}})
        elif value != option.default:
            op.insert("setting", {"name": name, "value": text})
    return op.change
