#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>

#include "engine/io/remembered.h"
#include "ui/state/document.h"
#include "ui/state/kept_files.h"
#include "ui/state/run_worker.h"
#include "ui/widgets/export_panel.h"

#include <functional>
#include <memory>
#include <optional>

class QWidget;

namespace attenscope {

class FigureHandle;

/// What leaves the window other than as a file that was asked for: the figure, its numbers and the
/// commands for both on the clipboard, and the figure dragged out. And the panel that says what a
/// figure is; its last choices are remembered.
class ExportControl : public QObject {
    Q_OBJECT

public:
    /// document  outlives this
    /// window    that the panel lies over
    ExportControl(Document& document, const KeptFiles& files, QWidget& window, QObject* parent);

    ExportPanel& panel() { return *panel_; }

    void open();

    /// Takes the page over that was used last; before the first run.
    void restorePage();

    void copyFigure();  ///< as pixels, PNG and SVG; of an animation, the map
    void copyValues();  ///< figureTable
    void copyCommand(); ///< figureCommandText
    void copyPython();  ///< mapScript

    /// What the figure is dragged by.
    void serve(FigureHandle& handle);

Q_SIGNALS:
    void fileWanted(QString suffix); ///< of the figure's format
    void told(QString text);         ///< what was done
    void failed(attenscope::ErrorInfo error);

private:
    void showPage();
    ExportPanel::Content content() const;
    void rememberPage();
    void copyText(const std::function<QString(const FigureRequest&)>& text, const QString& done);
    std::optional<FigureRequest> still() const;
    void prepareDrag();
    void drag(FigureHandle& handle);

    Document& document_;
    Remembered settings_;
    ExportPanel* panel_;
    QTimer keeping_; ///< the page is written once a person has done with it
    RunWorker copier_;
    RunWorker dragger_;
    std::unique_ptr<QTemporaryDir> folder_; ///< of files that were dragged out
    int dragged_ = 0;
    QString dragFile_; ///< empty until it is written
    QImage dragImage_;
    std::function<void()> whenWritten_; ///< the drag that waits for it
};

} // namespace attenscope
