#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include "ui/state/document.h"
#include "ui/state/kept_files.h"
#include "ui/state/recent_files.h"
#include "ui/state/recovery.h"
#include "ui/state/run_worker.h"
#include "ui/state/session.h"

#include <filesystem>
#include <functional>

namespace attenscope {

class QuestionBar;

/// Saving and bringing back what the window shows: session files, figures that carry their recipe,
/// what a program that died has left, and what was opened lately. All files are read and written
/// away from the UI thread.
class SessionControl : public QObject {
    Q_OBJECT

public:
    /// questions  where the user is asked; outlives this, as the document does
    /// ownFolder  of the program's own models and samples, which are not listed as opened lately
    SessionControl(Document& document,
                   QuestionBar& questions,
                   const KeptFiles& files,
                   std::filesystem::path ownFolder,
                   QObject* parent);
    ~SessionControl() override;
    Q_DISABLE_COPY_MOVE(SessionControl)

    /// Restores a session's file, or the view that a figure shows. Files that it names outside its
    /// own folder, and that were never opened here, are opened only when the user agrees.
    /// A picture without a recipe is told by `isNoSession`.
    void open(const std::filesystem::path& file);

    /// Saves under the session's own name, or, without one, nothing: false.
    bool save();
    void saveAs(const std::filesystem::path& file);

    /// Asks about what a program that died has left, if it has left something.
    void offerRecovery();

    const RecentFiles& recent() const { return recent_; }

    /// Forgets what was opened lately.
    void clearRecent();

    /// The session's file; empty until one was opened or saved.
    const std::filesystem::path& file() const { return file_; }

    /// Goes on with the session of another window; its file, or empty.
    void continueAs(const std::filesystem::path& file) { file_ = file; }

    /// Writes the session for recovery, if something was done since; happens by itself every 30 s.
    void keep();

    /// Waits for everything that is being written.
    void finish();

Q_SIGNALS:
    void isNoSession(std::filesystem::path file); ///< a picture or another file
    void saved(std::filesystem::path file);
    void fileChanged(); ///< the session has another name
    void failed(attenscope::ErrorInfo error);

private:
    void offer(ReadSession read, const std::filesystem::path& file);
    void restore(ReadSession read, const std::filesystem::path& file);
    void compareDigests();
    void noteOpened();
    void note(RecentFiles::Kind kind, const std::filesystem::path& path);
    bool isKnown(const std::filesystem::path& path) const;
    void write(std::function<void()> work);

    Document& document_;
    QuestionBar& questions_;
    std::filesystem::path ownFolder_;
    RecentFiles recent_;
    Recovery recovery_;
    std::filesystem::path file_;
    std::filesystem::path notedModel_; ///< was put among the recent files last
    std::filesystem::path notedPicture_;
    QByteArray kept_;              ///< what recovery has
    std::function<void()> agreed_; ///< what happens when the user says yes
    std::function<void()> refused_;
    Session expected_; ///< digests that the files should have; empty once they were compared
    QTimer keeping_;
    RunWorker reader_;
    QThreadPool writer_; ///< one thread: what is written, is written in order
};

} // namespace attenscope
