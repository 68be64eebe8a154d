#include "ui/widgets/session_control.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/input_file.h"
#include "engine/io/file_writer.h"
#include "ui/figure/recipe_in_file.h"
#include "ui/widgets/question_bar.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kKeepEvery{30};

bool isThere(const fs::path& path)
{
    std::error_code ignored; // what can't be looked at can't be opened
    return fs::exists(path, ignored);
}

QString shown(const fs::path& path)
{
    return QString::fromStdString(escapedForDisplay(path.string(), 4096));
}

/// The bytes of a figure that may carry a recipe; nothing for a file that can't be read: who opens
/// it as a picture says why.
std::optional<std::string> figureBytes(const fs::path& file)
{
    try {
        return InputFile::open(file, file.string()).readAll(limits::kImageFileBytes);
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool isSamePicture(const Session& a, const Session& b)
{
    return a.picture == b.picture ||
           (!a.pictureDigest.empty() && a.pictureDigest == b.pictureDigest);
}

/// Gives a session the picture that its figure carries; what is pinned has it, too, where it is of
/// the same one.
void embed(Session& session, const QByteArray& picture)
{
    session.embeddedPicture = picture;
    if (session.pinned && isSamePicture(*session.pinned, session)) {
        Session pinned = *session.pinned;
        pinned.embeddedPicture = picture;
        session.pinned = std::make_shared<const Session>(std::move(pinned));
    }
}

/// A session of a file, or of a figure's recipe; nothing where it is neither.
std::optional<ReadSession> readFrom(const fs::path& file)
{
    const fs::path folder = fs::absolute(file).parent_path();
    if (file.extension() == kSessionSuffix) {
        const InputFile input = InputFile::open(file, file.string());
        return readSession(input.readAll(limits::kConfigBytes), folder, file.string());
    }
    const std::optional<std::string> bytes = figureBytes(file);
    if (!bytes) {
        return std::nullopt;
    }
    const auto recipe =
        recipeInFile(QByteArray::fromRawData(bytes->data(), static_cast<qsizetype>(bytes->size())));
    if (!recipe) {
        return std::nullopt;
    }
    ReadSession read = readSession(recipe->toStdString(), folder, file.string());
    embed(read.session, pictureInFile(QByteArray::fromRawData(
                                          bytes->data(), static_cast<qsizetype>(bytes->size())))
                            .value_or(QByteArray()));
    return read;
}

/// Leaves out what is pinned where a file of it is gone and nothing stands for it; says so.
QStringList fitPinned(Session& session)
{
    if (!session.pinned) {
        return {};
    }
    Session pinned = *session.pinned;
    if (!pinned.embeddedPicture.isEmpty() && !isThere(pinned.picture)) {
        pinned.picture.clear();
    }
    for (const fs::path& path : {pinned.model, pinned.picture, pinned.regions}) {
        if (!path.empty() && !isThere(path)) {
            session.pinned.reset();
            return {SessionControl::tr("What was pinned as A is left out: %1 is not there.")
                        .arg(shown(path))};
        }
    }
    session.pinned = std::make_shared<const Session>(std::move(pinned));
    return {};
}

} // namespace

SessionControl::SessionControl(Document& document,
                               QuestionBar& questions,
                               const KeptFiles& files,
                               std::filesystem::path ownFolder,
                               QObject* parent)
    : QObject(parent),
      document_(document),
      questions_(questions),
      ownFolder_(std::move(ownFolder)),
      recent_(files.recent),
      recovery_(files.recovery)
{
    writer_.setMaxThreadCount(1);
    keeping_.setInterval(kKeepEvery);
    keeping_.start();
    connect(&keeping_, &QTimer::timeout, this, &SessionControl::keep);
    connect(&reader_, &RunWorker::failed, this, &SessionControl::failed);
    connect(&document_, &Document::resultChanged, this, &SessionControl::noteOpened);
    connect(&document_, &Document::resultChanged, this, &SessionControl::compareDigests);
    connect(&document_, &Document::modelIdentified, this, &SessionControl::compareDigests);
    connect(&questions_, &QuestionBar::accepted, this, [this] {
        refused_ = nullptr;
        if (const auto agreed = std::exchange(agreed_, nullptr)) {
            agreed();
        }
    });
    connect(&questions_, &QuestionBar::declined, this, [this] {
        agreed_ = nullptr;
        if (const auto refused = std::exchange(refused_, nullptr)) {
            refused();
        }
    });
}

SessionControl::~SessionControl()
{
    finish(); // recovery_ removes its file only then
}

void SessionControl::finish()
{
    writer_.waitForDone();
}

/// Runs on the writing thread; an error comes back as a signal.
void SessionControl::write(std::function<void()> work)
{
    writer_.start([this, work = std::move(work)] {
        try {
            work();
        } catch (const Error& error) {
            QMetaObject::invokeMethod(
                this, [this, info = error.info()] { Q_EMIT failed(info); }, Qt::QueuedConnection);
        }
    });
}

void SessionControl::open(const fs::path& file)
{
    reader_.start([this, file](const Progress& /*short*/) -> RunWorker::Done {
        auto read = std::make_shared<std::optional<ReadSession>>(readFrom(file));
        return [this, file, read] {
            if (*read) {
                offer(std::move(**read), file);
            } else {
                Q_EMIT isNoSession(file);
            }
        };
    });
}

bool SessionControl::isKnown(const fs::path& path) const
{
    const RunRequest& now = document_.request();
    if (path == now.model || path == now.regionsFile || isInside(path, ownFolder_) ||
        (now.picture && path == now.picture->file)) {
        return true;
    }
    const auto among = [&](RecentFiles::Kind kind) {
        const std::vector<fs::path> known = recent_.list(kind);
        return std::find(known.begin(), known.end(), path) != known.end();
    };
    return among(RecentFiles::Kind::Picture) || among(RecentFiles::Kind::Model);
}

void SessionControl::offer(ReadSession read, const fs::path& file)
{
    std::erase_if(read.outside, [this](const fs::path& path) { return isKnown(path); });
    if (read.outside.empty()) {
        restore(std::move(read), file);
        return;
    }
    QuestionBar::Question question{
        .title = tr("%1 opens files that lie outside its folder.").arg(shown(file.filename())),
        .facts = {},
        .yes = tr("Open them"),
        .no = tr("Not now")};
    for (const fs::path& path : read.outside) {
        question.facts << shown(path);
    }
    questions_.ask(question);
    agreed_ = [this, read = std::move(read), file] { restore(read, file); };
}

void SessionControl::restore(ReadSession read, const fs::path& file)
{
    Session& session = read.session;
    QStringList missing;
    for (fs::path* const path : {&session.model, &session.picture, &session.regions}) {
        if (!path->empty() && !isThere(*path)) {
            const bool isEmbedded = path == &session.picture && !session.embeddedPicture.isEmpty();
            missing << (isEmbedded ? tr("%1 is not there; the image in the figure stands for it.")
                                   : tr("%1 is not there."))
                           .arg(shown(*path));
            path->clear();
        }
    }
    missing << fitPinned(session);
    for (const Warning& warning : read.warnings) {
        missing << QString::fromStdString(escapedForDisplay(warning.text, 4096));
    }
    if (!missing.isEmpty()) {
        questions_.ask({.title = tr("Not everything could be restored."),
                        .facts = missing,
                        .yes = {},
                        .no = tr("Close")});
    }
    expected_ = session;
    document_.restore(session);
    if (file.extension() == kSessionSuffix) {
        file_ = file;
        note(RecentFiles::Kind::Session, file);
        Q_EMIT fileChanged();
    }
}

/// Tells when a file is no longer the one that the session was saved with.
void SessionControl::compareDigests()
{
    if (!document_.result()) {
        return;
    }
    QStringList changed;
    const auto compare = [&](std::string& expected, const fs::path& wanted, const fs::path& open,
                             const std::optional<std::string>& found) {
        if (expected.empty() || wanted != open || !found || found->empty()) {
            return;
        }
        if (std::exchange(expected, {}) != *found) {
            changed << tr("%1 has changed since.").arg(shown(wanted));
        }
    };
    const RunResult& result = *document_.result();
    compare(expected_.modelDigest, expected_.model, result.request.model,
            result.model->info().digest.known());
    compare(expected_.pictureDigest, expected_.picture, result.request.picture->file,
            result.request.picture->digest);
    if (!changed.isEmpty()) {
        questions_.ask({.title = tr("The numbers may differ from the saved ones."),
                        .facts = changed,
                        .yes = {},
                        .no = tr("Close")});
    }
}

bool SessionControl::save()
{
    if (file_.empty()) {
        return false;
    }
    saveAs(file_);
    return true;
}

void SessionControl::saveAs(const fs::path& file)
{
    if (!document_.result()) {
        return;
    }
    const QByteArray bytes = sessionFile(document_.session(), fs::absolute(file).parent_path());
    write([this, file, bytes] {
        writeFile(file, bytes.toStdString(), Overwrite::Yes);
        QMetaObject::invokeMethod(
            this,
            [this, file] {
                file_ = file;
                note(RecentFiles::Kind::Session, file);
                Q_EMIT fileChanged();
                Q_EMIT saved(file);
            },
            Qt::QueuedConnection);
    });
}

void SessionControl::offerRecovery()
{
    const std::optional<QByteArray> left = recovery_.left();
    if (!left) {
        return;
    }
    ReadSession read;
    try {
        read = readSession(left->toStdString(), {}, tr("the last session").toStdString());
    } catch (const Error& error) {
        write([this] { recovery_.settle(); });
        Q_EMIT failed(error.info());
        return;
    }
    questions_.ask({.title = tr("The program ended unexpectedly the last time."),
                    .facts = {QString::fromStdString(escapedForDisplay(read.session.caption, 512)),
                              shown(read.session.picture.filename())},
                    .yes = tr("Restore"),
                    .no = tr("Discard")});
    agreed_ = [this, read] {
        write([this] { recovery_.settle(); });
        restore(read, {});
    };
    refused_ = [this] { write([this] { recovery_.settle(); }); };
}

void SessionControl::keep()
{
    if (!document_.result() || document_.history().count() == 0) {
        return; // nothing was done that could be lost
    }
    QByteArray bytes = sessionFile(document_.session(), {});
    if (bytes == kept_) {
        return;
    }
    kept_ = bytes;
    write([this, bytes = std::move(bytes)] { recovery_.keep(bytes); });
}

void SessionControl::noteOpened()
{
    const auto noteOnce = [this](RecentFiles::Kind kind, const fs::path& path, fs::path& noted) {
        if (path.empty() || path == noted || isInside(path, ownFolder_)) {
            return;
        }
        noted = path;
        note(kind, path);
    };
    const RunRequest& request = document_.result()->request;
    noteOnce(RecentFiles::Kind::Model, request.model, notedModel_);
    noteOnce(RecentFiles::Kind::Picture, request.picture->file, notedPicture_);
}

void SessionControl::note(RecentFiles::Kind kind, const fs::path& path)
{
    write([this, kind, path] { recent_.add(kind, path); });
}

void SessionControl::clearRecent()
{
    write([this] { recent_.clear(); });
}

} // namespace attenscope
