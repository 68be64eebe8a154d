// What of the state is saved, and how it comes back.
#include "ui/state/document.h"
#include "ui/state/session.h"

#include <filesystem>
#include <utility>

namespace attenscope {

namespace {

std::filesystem::path whole(const std::filesystem::path& path)
{
    return path.empty() ? path : std::filesystem::absolute(path).lexically_normal();
}

} // namespace

Session Document::session() const
{
    const RunRequest& request = result_->request;
    return {.model = whole(request.model),
            .module = request.module,
            .modelDigest = result_->model->info().digest.known().value_or(std::string()),
            .picture = whole(request.picture->file), // empty for a module's plain one
            .pictureDigest = request.picture->digest,
            .regions = whole(request.regionsFile),
            .caption = request.caption,
            .mode = request.mode,
            .intervention = request.intervention,
            .view = view_};
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
    if (!session.picture.empty() && !isShown) {
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
    run(std::move(request), {.goal = std::nullopt,
                             .startedAt = history_.index(),
                             .gesture = gesture_,
                             .view = session.view});
}

} // namespace attenscope
