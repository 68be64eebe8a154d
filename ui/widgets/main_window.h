#pragma once

#include <QImage>
#include <QMainWindow>
#include <QPalette>

#include "ui/state/damaged_files.h"
#include "ui/state/document.h"
#include "ui/state/run_step.h"
#include "ui/state/sample_list.h"
#include "ui/state/settings.h"
#include "ui/state/sources.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QAction;
class QLabel;
class QMenu;
class QMimeData;
class QProgressBar;
class QPushButton;
class QSlider;
class QSplitter;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace attenscope {

class Actions;
class CaptionField;
class CommandPalette;
class CompareView;
class DepthView;
class ErrorBar;
class ExportControl;
class FigureHandle;
class FoundHeadsPanel;
class FullMatrixView;
class HeadMatrix;
class HeadsPanel;
class HintCard;
class ImageCanvas;
class Inspector;
class InterventionsPanel;
class KeyEditor;
class KeySheet;
class LabelledCombo;
class LayerPlayer;
class ModeControl;
class ModelPanel;
class ModuleDraft;
class ModulePanel;
class OverlayPanel;
class PredictionPanel;
class QuestionBar;
class SamplePanel;
class Segments;
class SessionControl;
class StepRecorder;
class SteppingBar;
class StepsView;
class ViewTabs;
class WordCellsPane;
class WordGridPane;
class WordPane;

struct ActionInfo;

/// A checkpoint that the chooser offers.
struct ModelChoice {
    std::string name;
    std::string remark; ///< where it comes from: "bundled", "checkpoint"
    std::filesystem::path path;
    std::string family{};                ///< for people; empty if it is not known yet
    std::uint64_t sizeBytes = 0;         ///< of the weights; 0 if it is not known yet
    std::string problem{};               ///< why it can't be opened; empty if it can
    std::optional<ModuleSetup> module{}; ///< what `path` was opened with, for a module
};

/// What the window starts with.
struct StartOptions {
    std::filesystem::path dataFolder; ///< holds models/ and samples/
    std::optional<std::filesystem::path> image;
    std::filesystem::path regions;                ///< of the image; empty: none
    std::optional<std::filesystem::path> session; ///< a session's file to begin with
    std::optional<std::string> caption;
    std::optional<std::filesystem::path> model; ///< a checkpoint's folder; nothing: the bundled one
    KeptFiles kept;                             ///< what is remembered between sessions
    std::optional<std::string> language{};      ///< as in Settings; nothing: what is remembered
    std::vector<ModelChoice> models;            ///< that were found beside the bundled one
    int threads = 1;
};

/// The program's window. Shows a Document and turns what the user does into its wishes.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(StartOptions options, QWidget* parent = nullptr);
    /// sources  ways to models and pictures other than the program's own
    MainWindow(StartOptions options, Sources sources, QWidget* parent = nullptr);

    /// What goes on in another window when this one is closed.
    struct Work {
        std::unique_ptr<Document> document;
        std::filesystem::path session;            ///< its file; empty: it has none
        std::optional<QPalette> desktopPalette{}; ///< if the program has another one
    };

    /// Goes on with what another window did.
    MainWindow(StartOptions options, Work work, QWidget* parent = nullptr);

    ~MainWindow() override;

    /// What this window does; it is not to be used any more.
    Work release();

    Document& document() { return *document_; }

    /// Writes the active pane's figure; the suffix says in which format. Errors go to the bar.
    void exportFigure(const std::filesystem::path& file);
    /// Writes run.json, attention.npz and outputs.npz into a folder.
    void exportNumbers(const std::filesystem::path& folder);

    /// Recognises the module in a file of weights; runs it as it was run before, or asks for what
    /// the file can't say.
    void openModule(const std::filesystem::path& weights);

    /// Opens a picture, a checkpoint's folder, a module's file, the picture's regions, or takes a
    /// caption: whatever was dropped or pasted.
    /// false if there is nothing to use in it
    bool take(const QMimeData& mime);

Q_SIGNALS:
    void languageChosen(std::string choice); ///< an id, or Settings::kDesktopLanguage

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Gesture { Press, Wheel, Typing };

    void buildWindow();
    QWidget* buildInputRow();
    QWidget* buildModeRow();
    QWidget* buildLeftColumn();
    QWidget* buildCentre();
    QWidget* buildModulePage();
    QWidget* buildNotice();
    QWidget* buildImageTools();
    QWidget* buildMatrixTools();
    QWidget* buildWordTools();
    QWidget* buildRightColumn();
    void buildStatusLine();
    void buildMenus();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void buildCanvasCommands(QMenu& menu);
    void buildMapMenus(QMenu& view);
    void buildLookMenus(QMenu& view);
    void buildTabCommands(QMenu& view);
    void buildHeadMenu(QMenu& view);
    void buildSettingsMenus(QMenu& view);
    void buildGridCommands(QMenu& view);
    void buildModelMenu();
    void buildAnalyseMenu();
    void buildFindCommands(QMenu& menu);
    void buildPlayCommands(QMenu& menu);
    void buildCompareCommands(QMenu& menu);
    void buildSamplesMenu();
    void buildHelpMenu();
    void buildHint();
    void showHint();
    QMenu* buildExportMenu();
    void buildCopyCommands(QMenu& menu);
    void addModelCommands();
    QAction* addCommand(QMenu& menu, ActionInfo command);

    void connectDocument();
    void connectInputs();
    void connectViews();
    void connectSteps();
    void connectGrids();
    void connectModules();
    void connectCompare();
    void connectExports();
    void start();
    void goOn(const std::filesystem::path& session);
    void restorePlace();
    void tellDamage();

    void adoptTheme();
    void keepSetting(const std::function<void()>& keep);
    void applyAppearance();
    void updateIcons();
    void showResult();
    void showModel();
    const QImage& shownImage(const PicturePtr& picture);
    void showView();
    void showHeads();
    void showTab();
    void showSteps();
    void showGrids(); ///< the views of many maps
    void showColumns();
    void showCompare();
    void showHeadsInCompare(bool areShown);
    void showOverlay();
    void showHover();
    void showWords();
    void showRequest();
    void showRunning();
    void showProgress();
    void showWarnings();
    void fillModelChooser();
    void rememberModel(const RunResult& result);
    void fillFusions();
    void fillSites();
    void chooseModel(int index);

    void connectSession();
    void buildRecentMenu(QMenu& menu);
    void fillRecentMenu(QMenu& menu);
    void askForSession();
    void askForSessionName();
    void saveSession();
    void showTitle();

    void askForPicture();
    void askForModel();
    void askForModule();
    void openWeights(const std::filesystem::path& path); ///< a checkpoint, or a module
    void openFile(const std::filesystem::path& file);
    void openChoice(const std::filesystem::path& path); ///< of the model list
    void changeModule(); ///< asks again for what was said about the one that was run
    bool isAskingForModule() const;
    void showModulePanel();
    void closeModulePanel();
    void takeOverModule();
    void copyModuleCommand();
    void copyCommand(const RunRequest& request);
    void askForRegions();
    void askForTokenizer(); ///< for the model that could not be opened for want of one
    void askForTokenizerFolder();
    void useTokenizer(const std::filesystem::path& folder);
    void askForFigure(const QString& suffix);
    void askForNumbers();
    void showError(const ErrorInfo& error);
    void showRunError(const ErrorInfo& error);
    void showExported(const std::filesystem::path& path);
    void showExporting(int done, int total, const QString& task);

    bool hasResult() const { return document_->result().has_value(); }

    std::vector<OverlayPanel*> overlays() const;
    void changeStyle(const std::function<void(FigureStyle&)>& edit);
    void changeListing(const std::function<void(HeadListing&)>& edit);
    void cycleMode();
    void cycleScale();
    void cycleSite();
    void stepOpacity(int percent);
    bool canUseScale(Scale scale) const; ///< for the active pane's map
    void zoomView(double factor); ///< of the tab that is open
    void fitView();
    void pinView();
    void maskFocused();
    void switchHead(int layer, int head, bool isOff); ///< of the active pane's kind
    void switchChosenHead();                          ///< on or off
    void showKeys();
    void findHeads();
    void stepFound(int by);
    void showFound();
    void followTyping(const QString& caption);
    void paste();
    void escape();
    void showHistory();

    StartOptions options_;
    std::vector<DamagedFile> damaged_; ///< were put aside before anything was read
    Settings settings_;
    ThemeChoice theme_;
    std::string language_;                   ///< that was chosen
    std::optional<QPalette> desktopPalette_; ///< while the program has another one
    Document* document_;
    RunWorker* exporter_;
    ModuleDraft* moduleDraft_;
    std::filesystem::path perhapsRegions_; ///< an archive that is being looked at for a module
    LayerPlayer* player_;
    StepRecorder* stepRecorder_;
    Actions* actions_;
    CommandPalette* palette_ = nullptr;
    KeySheet* keySheet_ = nullptr;
    KeyEditor* keyEditor_ = nullptr;
    QMenu* modelMenu_ = nullptr;
    std::vector<ModelChoice> models_;
    std::vector<SampleEntry> samples_;
    Gesture gesture_ = Gesture::Press; ///< the last one
    QTimer* runningTimer_;             ///< a run is only spoken of when it takes a while
    PicturePtr shownPicture_;          ///< that shownImage_ is of
    QImage shownImage_;
    std::optional<RunStep> progress_;  ///< of the run, once it has told

    CaptionField* caption_ = nullptr;
    QPushButton* openButton_ = nullptr;
    QToolButton* exportButton_ = nullptr;
    LabelledCombo* modelChooser_ = nullptr;
    ModeControl* modes_ = nullptr;
    QLabel* modeDescription_ = nullptr;
    LabelledCombo* fusion_ = nullptr;
    ErrorBar* errorBar_ = nullptr;
    QuestionBar* questions_ = nullptr;
    SessionControl* session_ = nullptr;
    ExportControl* exports_ = nullptr;
    QLabel* notice_ = nullptr;
    SamplePanel* samplePanel_ = nullptr;
    ModelPanel* modelPanel_ = nullptr;
    PredictionPanel* prediction_ = nullptr;
    InterventionsPanel* interventions_ = nullptr;
    QStackedWidget* pages_ = nullptr; ///< the picture and the words, or the module's questions
    ModulePanel* modulePanel_ = nullptr;
    ViewTabs* views_ = nullptr;
    CompareView* compare_ = nullptr;
    bool showsHeadsInCompare_ = false;
    ImageCanvas* canvas_ = nullptr;
    HintCard* hint_ = nullptr;
    QMenu* samplesMenu_ = nullptr;
    FullMatrixView* matrixView_ = nullptr;
    WordGridPane* wordGrid_ = nullptr;
    Segments* matrixBlocks_ = nullptr;
    std::vector<Segments*> pieceChoices_; ///< words or pieces, in the tools of several tabs
    QPushButton* matrixZoom_ = nullptr;
    LabelledCombo* overlayKind_ = nullptr;
    QSlider* opacity_ = nullptr;
    QLabel* opacityText_ = nullptr;
    QPushButton* zoomButton_ = nullptr;
    FigureHandle* figureHandle_ = nullptr;
    WordPane* words_ = nullptr;
    DepthView* depth_ = nullptr;
    StepsView* steps_ = nullptr;
    HeadsPanel* heads_ = nullptr;
    WordCellsPane* cells_ = nullptr; ///< both directions side by side
    QSplitter* stage_ = nullptr;     ///< picture and cells
    HeadMatrix* matrix_ = nullptr;   ///< of the heads panel
    FoundHeadsPanel* found_ = nullptr;
    LabelledCombo* site_ = nullptr;
    Inspector* inspector_ = nullptr;
    SteppingBar* stepping_ = nullptr;
    QProgressBar* progressLine_ = nullptr;
    QLabel* statusRun_ = nullptr;
    QLabel* statusUnit_ = nullptr;
    QPushButton* cancelButton_ = nullptr;
    QWidget* leftColumn_ = nullptr;
    QWidget* rightColumn_ = nullptr;
    QSplitter* columns_ = nullptr;
};

} // namespace attenscope
