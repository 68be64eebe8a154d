// What of the state is saved, and how it comes back.
#include "ui/state/document.h"
#include "ui/state/session.h"
#include "ui/state/sources.h"

#include <filesystem>
#include <utility>

namespace attenscope {

namespace {

std::filesystem::path whole(const std::filesystem::path& path)
{
    return path.empty() ? path : std::filesystem::absolute(path).lexically_normal();
}

/// What of a run and a view is saved.
/// request  with its picture
/// model    null: its digest is not known
Session sessionOf(const RunRequest& request, const Model* model, const View& view)
{
    return {.model = whole(request.model),
            .module = request.module,
            .modelDigest =
                model ? model->info().digest.known().value_or(std::string()) : std::string(),
            .picture = whole(request.picture->file), // empty for a module's plain one
            .pictureDigest = request.picture->digest,
            .regions = whole(request.regionsFile),
            .caption = request.caption,
            .mode = request.mode,
            .intervention = request.intervention,
            .view = view,
            .pinned = nullptr};
}

} // namespace

Session Document::session() const
{
    Session session = sessionOf(result_->request, result_->model.get(), view_);
    session.pinned = pinnedSession();
    return session;
}

/// What is pinned, as it can be saved: of a run, or as another session had it.
std::shared_ptr<const Session> Document::pinnedSession() const
{
    if (!view_.pinned) {
        return nullptr;
    }
    if (!pinnedResult_ && view_.pinned == restored_) {
        return restoredAs_;
    }
    const Moment& pinned = *view_.pinned;
    return std::make_shared<const Session>(
        pinnedResult_ ? sessionOf(pinnedResult_->request, pinnedResult_->model.get(), pinned.view)
                      : sessionOf(pinned.request, nullptr, pinned.view));
}

/// Of a picture that a figure carries.
std::function<Picture()> Document::readerOf(const QByteArray& bytes) const
{
    return [bytes, name = tr("image of the figure").toStdString()] {
        return pictureFrom(bytes, name);
    };
}

/// What a session had pinned; it is not run yet.
std::shared_ptr<const Moment> Document::momentOf(const Session& session)
{
    Moment moment;
    moment.request.model = session.model;
    moment.request.module = session.module;
    if (!session.picture.empty()) {
        moment.request.readPicture = readerOf(session.picture);
    } else if (!session.embeddedPicture.isEmpty()) {
        moment.request.readPicture = readerOf(session.embeddedPicture);
    }
    moment.request.regionsFile = session.regions;
    moment.request.caption = session.caption;
    moment.request.mode = session.mode;
    moment.request.intervention = session.intervention;
    moment.view = session.view;
    return std::make_shared<const Moment>(std::move(moment));
}

void Document::restore(const Session& session)
{
    RunRequest request = withoutModule();
    if (session.module) {
        request = {};
        request.module = session.module;
    }
    if (!session.model.empty()) {
        request.model = session.model;
    }
    const bool isShown = request.picture && request.picture->file == session.picture;
    if (session.picture.empty() && !session.embeddedPicture.isEmpty()) {
        request.picture.reset();
        request.readPicture = readerOf(session.embeddedPicture);
    } else if (!session.picture.empty() && !isShown) {
        request.picture.reset();
        request.readPicture = readerOf(session.picture);
    }
    if (!isShown || request.regionsFile != session.regions) {
        request.regionsFile = session.regions;
        request.regions.reset();
    }
    request.caption = session.caption;
    request.mode = session.mode;
    request.intervention = session.intervention;
    View view = session.view;
    view.pinned.reset();
    if (session.pinned) {
        Session pinned = *session.pinned;
        if (pinned.model.empty()) { // as above
            pinned.model = request.model;
            pinned.module = request.module;
        }
        restored_ = momentOf(pinned);
        restoredAs_ = session.pinned;
        view.pinned = restored_;
    }
    run(std::move(request), {.goal = std::nullopt,
                             .startedAt = history_.index(),
                             .gesture = gesture_,
                             .view = std::move(view)});
}

} // namespace attenscope
