#include "ui/input/decoder_messages.h"

#include <QtGlobal>

#include <atomic>
#include <string_view>

namespace attenscope {

namespace {

std::mutex& handlerMutex()
{
    static std::mutex mutex;
    return mutex;
}

std::atomic<QtMessageHandler>& previousHandler()
{
    static std::atomic<QtMessageHandler> handler = nullptr;
    return handler;
}

QStringList*& collectorOfThisThread()
{
    thread_local QStringList* collector = nullptr;
    return collector;
}

} // namespace

DecoderMessages::DecoderMessages() : lock_(handlerMutex())
{
    collectorOfThisThread() = &texts_;
    previousHandler() = qInstallMessageHandler(&DecoderMessages::handle);
}

DecoderMessages::~DecoderMessages()
{
    qInstallMessageHandler(previousHandler());
    collectorOfThisThread() = nullptr;
}

void DecoderMessages::handle(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    const std::string_view category = context.category == nullptr ? "" : context.category;
    const bool isDecoders =
        category.starts_with("qt.gui.imageio") || category.starts_with("qt.imageformats");
    if (isDecoders && collectorOfThisThread() != nullptr) {
        collectorOfThisThread()->append(text);
    } else if (const QtMessageHandler previous = previousHandler()) {
        previous(type, context, text);
    }
}

} // namespace attenscope
