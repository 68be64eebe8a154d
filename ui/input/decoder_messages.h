#pragma once

#include <QString>
#include <QStringList>

#include <mutex>

namespace attenscope {

/// Collects what Qt's image decoders say to the log on this thread while it exists: for some broken
/// files that is their only sign. Their messages are taken out of the log, all others pass.
/// One at a time: others wait, because the log's handler belongs to the whole program.
class DecoderMessages {
public:
    DecoderMessages();
    ~DecoderMessages();
    Q_DISABLE_COPY_MOVE(DecoderMessages)

    const QStringList& texts() const { return texts_; }

private:
    static void handle(QtMsgType type, const QMessageLogContext& context, const QString& text);

    std::unique_lock<std::mutex> lock_;
    QStringList texts_;
};

} // namespace attenscope
