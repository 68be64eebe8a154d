#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUndoStack>

#include "engine/analysis/found_heads.h"
#include "engine/analysis/scale.h"
#include "ui/figure/figure.h"
#include "ui/state/change.h"
#include "ui/state/head_map_cache.h"
#include "ui/state/head_numbers.h"
#include "ui/state/matrix_cache.h"
#include "ui/state/moment.h"
#include "ui/state/result_cache.h"
#include "ui/state/run_request.h"
#include "ui/state/run_worker.h"
#include "ui/state/time_left.h"
#include "ui/state/view.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

struct Session;

/// What a pane draws.
struct PaneContent {
    Direction direction = Direction::TextToImage;
    std::optional<Selection> selection; ///< fitted; nothing: the trace has no such attention
    Map map;                            ///< empty without a selection
    Scale scale = Scale::Shared;        ///< the view's, or the shared one where that needs weights
    ScaleRange range;
};

/// The window's state: what is run, what came of it, what is looked at. The only place that changes
/// any of it; widgets show it and send wishes. Never blocks: runs happen on a worker.
///
/// A run that fails or is cancelled leaves everything as the last good run made it.
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(Sources sources, QObject* parent = nullptr);
    ~Document() override;

    /// What is wanted: the last good request, or the one that is running.
    const RunRequest& request() const { return wanted_; }

    bool isRunning() const { return worker_.isBusy(); }

    /// How long the run will still take; nothing while nobody can say.
    std::optional<double> secondsLeft() const { return timeLeft_.seconds(); }

    /// The last good run; nothing before the first.
    const std::optional<RunResult>& result() const { return result_; }

    const Trace* trace() const { return result_ ? result_->trace.get() : nullptr; }

    const View& view() const { return view_; }

    /// The panes as they are drawn: with the word or unit under the pointer in focus.
    const PaneContent& pane(Pane pane) const { return pane == Pane::Image ? image_ : words_; }

    /// Every single head of the active pane's kind: [layer][head]; empty without attention.
    const std::shared_ptr<const HeadMaps>& heads() const { return heads_; }

    /// The listing's statistic of each of them, and why it may say nothing. What takes long is not
    /// ready at once; a signal of the numbers tells when it is.
    const HeadNumbers& headNumbers() const { return headNumbers_; }

    /// Those of them that are switched off.
    std::vector<ListedHead> headsOff() const;

    /// The scale that they share.
    const ScaleRange& headsRange() const { return headsRange_; }

    /// Every head that asks from words about the image, by the share of the chosen words' weight on
    /// the chosen units; empty if no unit is chosen.
    std::vector<HeadShare> foundHeads() const;

    /// All rows of the active pane's selection; computed when asked for. Null without attention.
    std::shared_ptr<const AttentionMatrix> matrix() const;
    /// What every word (piece, while they are shown) of the image pane's kind looks at: text→image.
    std::shared_ptr<const AttentionMatrix> wordMaps() const;
    /// The same for models in which words ask nothing: image→text, whose columns tell which patches
    /// look at a word.
    std::shared_ptr<const AttentionMatrix> wordColumns() const;

    /// How many layers and heads the active pane's kind has.
    StackSize stackSize() const;

    std::optional<int> hoveredWord() const { return hoveredWord_; }

    std::optional<int> hoveredPiece() const { return hoveredPiece_; } ///< of the hovered word

    std::optional<int> hoveredUnit() const { return hoveredUnit_; }

    /// What B, the view, is compared with: A as it was pinned. Nothing while none is pinned, or
    /// while it is run again, as after a session.
    const std::optional<RunResult>& pinnedResult() const { return pinnedResult_; }

    bool isPinnedRunning() const { return pinWorker_.isBusy(); }

    /// The pane that was active when A was pinned, fitted to its run; nothing without its result,
    /// or where that has no such attention.
    std::optional<Selection> pinnedSelection() const;

    bool canRetry() const { return failed_.has_value(); }

    /// The request that failed last; nothing after a good one.
    const std::optional<RunRequest>& failedRequest() const { return failed_; }

    /// Whether there is an intervention whose beginning the history knows.
    bool canUndoIntervention() const { return withoutLastIntervention().has_value(); }

    /// Whether heads of the active pane's kind are ones that can be switched off.
    bool canSwitchHeads() const;

    bool canUndo() const;
    bool canRedo() const;
    QString undoText() const; ///< what undoing takes back: "layer 3"; empty for a run under way
    QString redoText() const;

    /// Of all that can be undone; undone through the document alone.
    const QUndoStack& history() const { return history_; }

    /// How maps are drawn: as the view says, but opaque where no picture lies below.
    FigureStyle shownStyle() const;

    /// Whether figureRequest has a value, without the work of making it.
    bool hasFigure() const;

    /// What an export draws: the tab that is open; the image's tab may offer a sheet or an
    /// animation in its place (FigureStyle::kind), and stands for a tab that has no figure. Nothing
    /// before the first result or where there is nothing to show.
    std::optional<FigureRequest> figureRequest() const;

    /// The map of the active pane. Nothing before the first result or where the direction does not
    /// exist.
    std::optional<FigureRequest> mapRequest() const;

    /// The same with what it is compared with. Nothing without a result of what is pinned, or where
    /// one of the two has no such attention.
    std::optional<FigureRequest> comparisonRequest() const;

    /// What brings the window back to where it is. Needs a result.
    Session session() const;

    // Wishes that start a run.
    /// After a module without a picture or a caption, with those from before it.
    void openModel(const std::filesystem::path& folder);
    /// One module in place of a model. Another file starts without a picture and a caption, which
    /// were those of something else; the same file with other answers keeps them.
    void openModule(const ModuleSetup& setup);
    void openPicture(const std::filesystem::path& file);
    /// After a module, with the model from before it.
    /// regions  of the picture; empty: none
    void openSample(const std::filesystem::path& file,
                    const std::string& caption,
                    const std::filesystem::path& regions);
    /// A detector's regions of the picture. After a run that failed for want of them, or for bad
    /// ones, that run is meant. A table (TSV) serves the pictures opened later too.
    void openRegions(const std::filesystem::path& file);
    void usePicture(std::function<Picture()> read); ///< from elsewhere: called on the worker
    void setCaption(const std::string& caption);
    void setMode(Mode mode);
    void setWordMasked(int word, bool isMasked);
    void setUnitMasked(int unit, bool isMasked);
    void setHeadOff(const HeadId& head, bool isOff); ///< analysis.md A22
    void undoIntervention(); ///< the one that came last goes, wherever the history stands
    void start(const std::filesystem::path& model,
               const std::filesystem::path& picture,
               const std::filesystem::path& regions,
               const std::string& caption,
               std::optional<Mode> mode);
    /// Runs what a session names; what it leaves out stays as it is. Its view is brought into the
    /// run's bounds.
    void restore(const Session& session);
    void retry(); ///< the request that failed last
    void cancel();

    // What is compared with.
    void pin(); ///< the view as it is becomes A
    void unpin();
    void swapPinned();  ///< A is looked at, what was looked at is A; needs A's result
    void goToPinned();  ///< back to A, which stays pinned; needs A's result
    void retryPinned(); ///< runs A again after that failed

    // The history. Where a step needs a run whose result is gone, it runs, and only a good run
    // moves the history. A change that is still running is cancelled instead.
    void undo();
    void redo();
    /// Until the next gesture begins, changes of one control in a row are one step: a drag, a key
    /// that is held.
    void beginGesture();

    // Wishes that only change what is looked at.
    void setTab(Tab tab);
    void setActive(Pane pane);
    void setSite(Direction direction, const std::string& kind);
    void setLayer(int layer);
    void stepLayer(int by);
    void setHead(std::optional<int> head);
    void stepHead(int by); ///< from all heads together to the first or the last one
    void setLayerAndHead(int layer, int head);
    void setAggregation(const std::string& aggregation);
    void setFusion(const std::string& id);
    void setSpecialTokens(SpecialTokens special);
    void setJointRows(JointRows rows);
    void setHeadListing(const HeadListing& listing);
    void setStyle(const FigureStyle& style);
    void setFigureTheme(std::optional<ThemeKind> theme); ///< of exports; nothing: the window's
    void setTheme(ThemeKind theme); ///< the desktop's: not a step of the history
    void focusWord(int word, bool adds);
    void focusPiece(int token, bool adds); ///< and with it its word
    void focusUnit(int unit, bool adds);
    void focusUnits(const std::vector<int>& units, bool adds);
    void lookAtFound(const HeadShare& head); ///< one of foundHeads()
    void clearFocus();
    void setShowsPieces(bool shows);
    void setMatrixBlocks(MatrixBlocks blocks);
    void hoverWord(std::optional<int> word);
    void hoverPiece(std::optional<int> token);
    void hoverUnit(std::optional<int> unit);
    /// Both at once: a cell of a matrix. `word` is a token while pieces are shown.
    void hoverCell(std::optional<int> word, std::optional<int> unit);

Q_SIGNALS:
    void runStarted();
    void runEnded(); ///< in whatever way
    void resultChanged();
    void modelIdentified(); ///< the digest of the result's model is known
    void viewChanged();     ///< selection, style or focus
    void hoverChanged();
    void progressed(int done, int total, QString task);
    void failed(attenscope::ErrorInfo error);
    void pinnedChanged(); ///< A's result came, or goes, or is being run again
    void pinnedFailed(attenscope::ErrorInfo error);
    void historyChanged(); ///< what can be undone or redone

private:
    /// What the run that is under way is for.
    struct Pending {
        std::optional<int> goal; ///< place in the history to go to; nothing: a change
        int startedAt = 0;       ///< place in the history
        int gesture = 0;
        std::optional<View> view{}; ///< what is then looked at; nothing: it follows from before
    };

    void run(RunRequest request);
    void run(RunRequest request, Pending pending);
    RunRequest withoutModule() const;
    std::function<Picture()> readerOf(const std::filesystem::path& file) const;
    std::function<Picture()> readerOf(const QByteArray& bytes) const;
    void takeOver(RunResult result);
    void identifyModel();
    void recover();
    void adaptFocus(const RunResult& before, const RunResult& after);
    void chooseFirstView();
    void change(View view);
    void show(View view);
    void showResult(RunResult result, View view);
    void changeInterventions(Intervention intervention);
    std::optional<Intervention> withoutLastIntervention() const;
    Moment moment() const; ///< needs a result
    const ChangeCommand& step(int index) const;
    Moment momentAt(int index) const;
    int placeInHistory() const;
    bool isChangePending() const;
    void remember(const Moment& before, int gesture);
    void goTo(int index);
    bool arrive(const RunResult& result, int index);
    void dropRun();
    Moment momentToPin() const;
    void followPin(const std::optional<RunResult>& before = std::nullopt);
    void runPinned();
    void adopt(RunResult result, View view);
    std::optional<RunResult> knownResult(const RunRequest& request,
                                         const std::optional<RunResult>& before) const;
    std::shared_ptr<const Moment> momentOf(const Session& session);
    std::shared_ptr<const Session> pinnedSession() const;
    PaneContent content(Pane pane, const View& view) const;
    QImage imageOf(const PicturePtr& picture) const;
    std::optional<FigureRequest> wordsRequest() const;
    void setHover(std::optional<int> word, std::optional<int> piece, std::optional<int> unit);
    View viewWithHover() const;
    void refreshPanes(); ///< what the pointer may change
    void refresh();
    Kept kept(const RunRequest& request) const;

    Sources sources_;
    RunRequest wanted_;
    RunRequest beforeModule_; ///< the last one with a model; a module has its own sample
    Pending pending_;
    std::optional<RunRequest> failed_;
    Pending failedPending_;
    bool failedByRegions_ = false;
    std::optional<RunResult> result_;
    View view_;
    PaneContent image_;
    PaneContent words_;
    mutable MatrixCache matrices_;
    std::shared_ptr<const HeadMaps> heads_ = std::make_shared<const HeadMaps>();
    ScaleRange headsRange_;
    mutable HeadMapCache headMaps_; ///< changes no answer
    std::optional<int> hoveredWord_;
    std::optional<int> hoveredPiece_;
    std::optional<int> hoveredUnit_;
    QUndoStack history_;
    ResultCache cache_;
    mutable PicturePtr drawnPicture_; ///< changes no answer
    mutable QImage drawnImage_;       ///< of it
    int gesture_ = 0;                   ///< 0: there was none yet
    std::shared_ptr<RunMemory> memory_; ///< the worker's, whose runs take from it
    TimeLeft timeLeft_;
    std::shared_ptr<const Moment> pinned_;   ///< the view's, as far as it has been followed
    std::optional<RunResult> pinnedResult_;  ///< of it
    std::shared_ptr<const Moment> restored_; ///< what a session had pinned
    std::shared_ptr<const Session> restoredAs_;
    HeadNumbers headNumbers_;
    RunWorker pinWorker_; ///< runs what was pinned again
    RunWorker worker_;
    RunWorker identifier_; ///< computes digests, once the picture is there
};

} // namespace attenscope
