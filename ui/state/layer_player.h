#pragma once

#include <QObject>
#include <QTimer>

namespace attenscope {

class Document;

/// Goes through the layers one after the other, and again from the first, until it is stopped. All
/// of it is one step of the history.
class LayerPlayer : public QObject {
    Q_OBJECT

public:
    LayerPlayer(Document& document, int intervalMs, QObject* parent = nullptr);

    bool isPlaying() const { return timer_.isActive(); }

    bool canPlay() const; ///< whether there is more than one layer

    /// With it, playing goes one layer further each time it is asked for, and never by itself.
    void setReducedMotion(bool isReduced);

    bool hasReducedMotion() const { return isReduced_; }

    void toggle();
    void stop();

Q_SIGNALS:
    void playingChanged(bool isPlaying);

private:
    void step();

    Document& document_;
    QTimer timer_;
    bool isReduced_ = false;
};

} // namespace attenscope
