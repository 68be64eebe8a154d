#pragma once

#include "engine/io/remembered.h"
#include "ui/figure/figure.h"
#include "ui/widgets/overlay_panel.h"

#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace attenscope {

class FigurePreview;
class FormRow;
class LabelledCombo;
class Segments;

/// What an exported figure is and holds, with a preview of it. Shows a style and tells wishes.
class ExportPanel : public OverlayPanel {
    Q_OBJECT

public:
    /// settings  where unit and format are remembered
    ExportPanel(const Remembered& settings, QWidget& window);

    /// What is shown.
    struct Content {
        std::optional<FigureRequest> figure; ///< nothing: there is nothing to show
        FigureView view = FigureView::Image; ///< of the tab that is open
        FigureStyle style;
        std::optional<ThemeKind> theme; ///< nothing: the window's
    };

    /// Draws the preview anew only while the panel is open.
    void setContent(const Content& content);

    void open() override;

    const FigurePreview& preview() const { return *preview_; }

Q_SIGNALS:
    void pageChanged(attenscope::FigureStyle style);
    void themeChanged(std::optional<attenscope::ThemeKind> theme);
    void exportRequested(QString suffix);
    void copyRequested();
    void failed(attenscope::ErrorInfo error); ///< a choice could not be remembered

protected:
    QSize wantedSize() const override;
    QWidget* firstFocus() override;

private:
    QWidget* buildForm();
    QWidget* buildSizeRow();
    QWidget* buildParts();
    QWidget* buildFileParts();
    QWidget* buildButtons();
    QCheckBox* makeCheck(const QString& text, const QString& toolTip, bool FigureStyle::*member);
    void connectFields();

    bool isInMillimetres() const;
    FigureKind kind() const; ///< of the figure: only the image has others than its one map
    void showKinds();
    void showParts();
    void showStyle();
    void showSize();
    void showFormats();
    void showState();
    void changePage(const FigureStyle& style);
    void takeSize();
    void takeResolution();
    void remember(const char* key, const QString& text);

    Remembered settings_;
    Content content_;
    FigurePreview* preview_ = nullptr;
    LabelledCombo* kind_ = nullptr;
    LabelledCombo* format_ = nullptr;
    QDoubleSpinBox* seconds_ = nullptr;
    FormRow* secondsRow_ = nullptr;
    QDoubleSpinBox* width_ = nullptr;
    QDoubleSpinBox* height_ = nullptr;
    LabelledCombo* unit_ = nullptr;
    QSpinBox* dpi_ = nullptr;
    Segments* theme_ = nullptr;
    QCheckBox* words_ = nullptr;
    QCheckBox* legend_ = nullptr;
    QCheckBox* bar_ = nullptr;
    QCheckBox* recipe_ = nullptr;
    QCheckBox* picture_ = nullptr;
    QLabel* facts_ = nullptr;
    QPushButton* copy_ = nullptr;
    QPushButton* export_ = nullptr;
};

} // namespace attenscope
