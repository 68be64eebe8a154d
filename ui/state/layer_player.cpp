#include "ui/state/layer_player.h"

#include "ui/state/document.h"

namespace attenscope {

LayerPlayer::LayerPlayer(Document& document, int intervalMs, QObject* parent)
    : QObject(parent), document_(document)
{
    timer_.setInterval(intervalMs);
    connect(&timer_, &QTimer::timeout, this, &LayerPlayer::step);
    connect(&document_, &Document::runStarted, this, &LayerPlayer::stop);
}

bool LayerPlayer::canPlay() const
{
    return document_.stackSize().layers > 1;
}

void LayerPlayer::setReducedMotion(bool isReduced)
{
    isReduced_ = isReduced;
    if (isReduced) {
        stop();
    }
}

void LayerPlayer::toggle()
{
    if (isPlaying()) {
        stop();
    } else if (canPlay()) {
        step();
        if (!isReduced_) {
            timer_.start();
            Q_EMIT playingChanged(true);
        }
    }
}

void LayerPlayer::stop()
{
    if (isPlaying()) {
        timer_.stop();
        Q_EMIT playingChanged(false);
    }
}

void LayerPlayer::step()
{
    const int layers = document_.stackSize().layers;
    if (layers > 1) {
        document_.setLayer((document_.view().layer + 1) % layers);
    } else {
        stop();
    }
}

} // namespace attenscope
