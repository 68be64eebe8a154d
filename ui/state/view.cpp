#include "ui/state/view.h"

namespace attenscope {

Selection View::selection(Pane pane) const
{
    Selection selection;
    selection.direction = direction(pane);
    selection.kind = pane == Pane::Image ? imageKind : wordKind;
    selection.firstLayer = layer;
    selection.lastLayer = layer;
    selection.head = head;
    selection.aggregation = aggregation;
    selection.focus = asksFromText(selection.direction) ? words : units;
    selection.special = special;
    selection.jointRows = jointRows;
    return selection;
}

} // namespace attenscope
