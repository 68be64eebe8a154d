#pragma once

#include <QString>
#include <QUndoCommand>

#include "engine/trace/trace.h"
#include "ui/state/moment.h"

namespace attenscope {

/// What of the state a change is about: consecutive changes of one of them may become one step.
enum class Control {
    Model,
    Picture,
    Regions,
    Caption,
    Mode,
    Interventions,
    Tab,
    Site,
    LayerAndHead,
    Layer,
    Head,
    Aggregation,
    Focus,
    Words,
    Pieces,
    Blocks,
    Units,
    SpecialTokens,
    JointRows,
    Fusion,
    HeadNumber,
    HeadDrawing,
    HeadOrder,
    HeadFilter,
    Scale,
    Colours,
    Overlay,
    Opacity,
    Smoothing,
    Grid,
    Pin,
    Page,
    Other ///< what has no name of its own here
};

/// What lies between two moments, and its name after "Undo": "layer 3".
struct Change {
    Control control = Control::Other;
    QString text;
};

/// The first row of the table of controls that differs; a new run goes before what it brought with
/// it.
/// trace  of the later moment, for the names of words and patches
Change changeBetween(const Moment& before, const Moment& after, const Trace& trace);

/// One step of the history. A value that the document reads: undoing and redoing it do nothing by
/// themselves, since going back may need a run first.
class ChangeCommand : public QUndoCommand {
public:
    /// gesture  of the press of a key or a button that made it; 0: none. Changes of one control by
    ///          one gesture (a drag, a key that is held) are one step.
    ChangeCommand(Moment before, Moment after, Change change, int gesture);

    const Moment& before() const { return before_; }

    const Moment& after() const { return after_; }

    int id() const override { return static_cast<int>(control_); }

    bool mergeWith(const QUndoCommand* next) override;

private:
    Moment before_;
    Moment after_;
    Control control_;
    int gesture_;
};

} // namespace attenscope
