#include "ui/widgets/export_control.h"

#include <QClipboard>
#include <QDrag>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

#include "engine/io/file_writer.h"
#include "ui/figure/figure_script.h"
#include "ui/figure/figure_table.h"
#include "ui/state/command_text.h"
#include "ui/state/session.h"
#include "ui/widgets/export_panel.h"
#include "ui/widgets/figure_handle.h"

#include <chrono>
#include <utility>

namespace attenscope {

namespace {

constexpr const char* kPageKey = "export.page";
constexpr std::chrono::milliseconds kKeepAfter{500};

/// What goes to the clipboard.
struct Copied {
    QImage image;
    QByteArray png;
    QByteArray svg;
};

std::unique_ptr<QMimeData> mimeOf(const Copied& copied)
{
    auto mime = std::make_unique<QMimeData>();
    mime->setImageData(copied.image);
    mime->setData(QStringLiteral("image/png"), copied.png); // with its recipe
    mime->setData(QStringLiteral("image/svg+xml"), copied.svg);
    return mime;
}

} // namespace

ExportControl::ExportControl(Document& document,
                             const KeptFiles& files,
                             QWidget& window,
                             QObject* parent)
    : QObject(parent),
      document_(document),
      settings_(files.settings),
      panel_(new ExportPanel(settings_, window))
{
    keeping_.setSingleShot(true);
    keeping_.setInterval(kKeepAfter);
    connect(&keeping_, &QTimer::timeout, this, &ExportControl::rememberPage);
    connect(panel_, &ExportPanel::pageChanged, this, [this](const FigureStyle& style) {
        document_.setStyle(style);
        keeping_.start();
    });
    connect(panel_, &ExportPanel::themeChanged, this, [this](std::optional<ThemeKind> theme) {
        document_.setFigureTheme(theme);
        keeping_.start();
    });
    connect(panel_, &ExportPanel::exportRequested, this, &ExportControl::fileWanted);
    connect(panel_, &ExportPanel::copyRequested, this, &ExportControl::copyFigure);
    connect(panel_, &ExportPanel::failed, this, &ExportControl::failed);
    connect(&document_, &Document::viewChanged, this, &ExportControl::showPage);
    connect(&document_, &Document::pinnedChanged, this, &ExportControl::showPage);
    connect(&copier_, &RunWorker::failed, this, &ExportControl::failed);
    connect(&dragger_, &RunWorker::failed, this, &ExportControl::failed);
}

void ExportControl::showPage()
{
    if (!panel_->isHidden()) {
        panel_->setContent(content());
    }
}

void ExportControl::open()
{
    panel_->setContent(content());
    panel_->open();
}

ExportPanel::Content ExportControl::content() const
{
    return {.figure = document_.figureRequest(),
            .view = figureViewOf(document_.view().tab),
            .style = document_.view().style,
            .theme = document_.view().figureTheme};
}

// The page is kept as a session without anything else. What the figure shows starts as one map.
void ExportControl::rememberPage()
{
    Session session;
    session.view.style = document_.view().style;
    session.view.figureTheme = document_.view().figureTheme;
    try {
        settings_.remember(kPageKey, sessionFile(session, {}).toStdString());
    } catch (const Error& error) {
        Q_EMIT failed(error.info());
    }
}

void ExportControl::restorePage()
{
    const std::optional<std::string> kept = settings_.find(kPageKey);
    if (!kept) {
        return;
    }
    View page;
    try {
        page = readSession(*kept, {}, kPageKey).session.view;
    } catch (const Error&) {
        return; // as with every setting: what is damaged holds nothing
    }
    page.style.kind = FigureKind::Map;
    document_.setStyle(withPage(document_.view().style, page.style));
    document_.setFigureTheme(page.figureTheme);
}

std::optional<FigureRequest> ExportControl::still() const
{
    std::optional<FigureRequest> figure = document_.figureRequest();
    if (figure && figureKindInfo(figure->style.kind).isAnimation) {
        figure->style.kind = FigureKind::Map;
    }
    return figure;
}

void ExportControl::copyFigure()
{
    const std::optional<FigureRequest> figure = still();
    if (!figure) {
        return;
    }
    copier_.start([this, figure = *figure](const Progress& progress) -> RunWorker::Done {
        Copied copied{.image = figureImage(figure), .png = figurePng(figure), .svg = {}};
        progress.step(1, 2, "copying the figure");
        copied.svg = figureSvg(figure);
        return [this, copied = std::move(copied)] {
            QGuiApplication::clipboard()->setMimeData(mimeOf(copied).release());
            Q_EMIT told(tr("Copied the figure"));
        };
    });
}

void ExportControl::copyText(const std::function<QString(const FigureRequest&)>& text,
                             const QString& done)
{
    const std::optional<FigureRequest> figure = document_.figureRequest();
    if (!figure) {
        return;
    }
    try {
        QGuiApplication::clipboard()->setText(text(*figure));
        Q_EMIT told(done);
    } catch (const Error& error) {
        Q_EMIT failed(error.info());
    }
}

void ExportControl::copyValues()
{
    copyText(figureTable, tr("Copied the values"));
}

void ExportControl::copyCommand()
{
    copyText(
        [this](const FigureRequest& figure) {
            const std::string file = "figure." + std::string(defaultFormat(figure.style.kind).id);
            const RunRequest& request = document_.result()->request;
            return QString::fromStdString(
                figure.view == FigureView::Compare
                    ? comparisonCommandText(document_.pinnedResult()->request, request, figure,
                                            file)
                    : figureCommandText(request, figure, file));
        },
        tr("Copied the command line of the figure"));
}

void ExportControl::copyPython()
{
    copyText(figureScript, tr("Copied the numbers as Python"));
}

void ExportControl::serve(FigureHandle& handle)
{
    connect(&handle, &FigureHandle::pressedForDrag, this, &ExportControl::prepareDrag);
    connect(&handle, &FigureHandle::dragged, this, [this, &handle] { drag(handle); });
    connect(&handle, &FigureHandle::clicked, this, &ExportControl::copyFigure);
}

void ExportControl::prepareDrag()
{
    const std::optional<FigureRequest> figure = still();
    whenWritten_ = nullptr;
    dragFile_.clear();
    if (!figure) {
        return;
    }
    if (!folder_) {
        folder_ = std::make_unique<QTemporaryDir>();
    }
    const QString file = folder_->filePath(tr("figure %1.png").arg(++dragged_));
    dragger_.start([this, figure = *figure, file](const Progress& progress) -> RunWorker::Done {
        const QByteArray png = figurePng(figure);
        progress.step(1, 2, "writing the figure");
        writeFile(file.toStdString(), {png.constData(), static_cast<std::size_t>(png.size())},
                  Overwrite::Yes);
        return [this, file, image = QImage::fromData(png, "PNG")] {
            dragFile_ = file;
            dragImage_ = image;
            if (const auto waiting = std::exchange(whenWritten_, nullptr)) {
                waiting();
            }
        };
    });
}

// Qt's drag runs its own loop until the figure is dropped.
void ExportControl::drag(FigureHandle& handle)
{
    if (dragFile_.isEmpty()) {
        whenWritten_ = [this, &handle] { drag(handle); };
        return;
    }
    if (!handle.isHeld()) {
        return; // was let go meanwhile
    }
    constexpr QSize kThumbnail{160, 120};
    auto* mime = new QMimeData; // the drag takes it over
    mime->setUrls({QUrl::fromLocalFile(dragFile_)});
    mime->setImageData(dragImage_);
    auto* gesture = new QDrag(&handle); // deletes itself
    gesture->setMimeData(mime);
    gesture->setPixmap(QPixmap::fromImage(
        dragImage_.scaled(kThumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    gesture->exec(Qt::CopyAction);
}

} // namespace attenscope
