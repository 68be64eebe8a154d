#include <QTest>

#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"
#include "ui/state/recovery.h"

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace attenscope;
namespace fs = std::filesystem;

class RecoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGoodEndLeavesNothing();
    void whatAKilledProgramLeftIsFound();
    void whatARunningProgramKeepsIsLeftAlone();
    void theNewestIsOfferedAndAllAreSettled();
    void aFolderThatCannotBeMadeIsAnError();
    void withoutAFolderNothingIsKept();
};

namespace {

/// Another program that keeps these sessions, each in a window of its own, and is then killed.
void keepAndDie(const fs::path& folder, const std::vector<std::string>& sessions)
{
    const pid_t child = ::fork();
    if (child == 0) {
        for (const std::string& session : sessions) {
            auto* const window = new Recovery(folder); // nobody deletes it: the program dies
            window->keep(QByteArray::fromStdString(session));
            ::usleep(20'000); // a later time on the file
        }
        ::raise(SIGKILL);
    }
    int status = 0;
    QVERIFY(::waitpid(child, &status, 0) == child && WIFSIGNALED(status));
}

std::size_t filesIn(const fs::path& folder)
{
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

void RecoveryTest::aGoodEndLeavesNothing()
{
    const TemporaryFolder folder;
    {
        Recovery window(folder.path() / "state");
        window.keep("one");
        window.keep("two");
        QCOMPARE(filesIn(folder.path() / "state"), std::size_t{2}); // a session and its lock
    }
    QCOMPARE(filesIn(folder.path() / "state"), std::size_t{0});
}

void RecoveryTest::whatAKilledProgramLeftIsFound()
{
    const TemporaryFolder folder;
    keepAndDie(folder.path(), {"left behind"});
    Recovery window(folder.path());
    QCOMPARE(window.left(), std::optional<QByteArray>("left behind"));
    QCOMPARE(window.left(), std::optional<QByteArray>("left behind")); // until it is settled
    window.settle();
    QVERIFY(!window.left());
    QCOMPARE(filesIn(folder.path()), std::size_t{0});
}

void RecoveryTest::whatARunningProgramKeepsIsLeftAlone()
{
    const TemporaryFolder folder;
    Recovery first(folder.path());
    first.keep("mine");
    Recovery second(folder.path());
    QVERIFY(!second.left());
    second.settle();
    second.keep("another");
    QVERIFY(!first.left());
    QCOMPARE(filesIn(folder.path()), std::size_t{4});
}

void RecoveryTest::theNewestIsOfferedAndAllAreSettled()
{
    const TemporaryFolder folder;
    keepAndDie(folder.path(), {"old", "older still is not newer", "newest"});
    folder.write("notes.txt", "not ours");
    Recovery window(folder.path());
    QCOMPARE(window.left(), std::optional<QByteArray>("newest"));
    window.settle();
    QVERIFY(!window.left());
    QCOMPARE(folder.names(), std::vector<std::string>{"notes.txt"});
}

void RecoveryTest::aFolderThatCannotBeMadeIsAnError()
{
    const TemporaryFolder folder;
    folder.write("file", "");
    Recovery window(folder.path() / "file" / "state");
    QCOMPARE(errorOf([&] { window.keep("x"); }).id, std::string("E_OUTPUT"));
    QVERIFY(!window.left());
}

void RecoveryTest::withoutAFolderNothingIsKept()
{
    Recovery window{{}};
    window.keep("x");
    QVERIFY(!window.left());
    window.settle();
}

QTEST_GUILESS_MAIN(RecoveryTest)
#include "recovery_test.moc"
