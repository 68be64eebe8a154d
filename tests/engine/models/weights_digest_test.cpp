#include <QTest>

#include "engine/models/weights_digest.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <stop_token>
#include <string>

using namespace attenscope;
namespace fs = std::filesystem;

class WeightsDigestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofOneFileIsItsSha256();
    void ofSeveralIsOfTheirList();
    void isComputedWhenWanted();
    void isRememberedByTheFilesIdentity();
    void isKnownWhereNothingCanBeRemembered();
    void tellsOfAChangedFile();
    void canBeCancelled();
};

namespace {

DeferredText digestOf(const fs::path& folder, const fs::path& remembered = {})
{
    return weightsDigest(ModelFolder(folder).openWeightFiles(), remembered);
}

const std::string kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

} // namespace

void WeightsDigestTest::ofOneFileIsItsSha256()
{
    // FIPS 180-2, appendix B.3, and RFC 6234, section 8.5
    const TemporaryFolder folder;
    folder.write("a/model.safetensors", std::string(1'000'000, 'a'));
    QCOMPARE(digestOf(folder.path() / "a").value(),
             std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    folder.write("b/model.safetensors", "abc");
    QCOMPARE(digestOf(folder.path() / "b").value(), kOfAbc);
    folder.write("c/model.safetensors", "");
    QCOMPARE(digestOf(folder.path() / "c").value(),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    // sha256sum of 10,000,001 zeros: more than one chunk, and no multiple of one
    folder.write("d/model.safetensors", "");
    fs::resize_file(folder.path() / "d/model.safetensors", 10'000'001);
    QCOMPARE(digestOf(folder.path() / "d").value(),
             std::string("95b175328d92209227c87659e23563638c736727a8c70df470f20a7438c8114a"));
}

void WeightsDigestTest::ofSeveralIsOfTheirList()
{
    const TemporaryFolder folder;
    folder.write("a.bin", "abc");
    folder.write("b.bin", "");
    folder.write("pytorch_model.bin.index.json", R"({"weight_map":{"x":"b.bin","y":"a.bin"}})");
    // (sha256sum a.bin; sha256sum b.bin) | sha256sum
    QCOMPARE(digestOf(folder.path()).value(),
             std::string("df17065e8da522f959088d4f4476f9d9f9e70606534bff6097cd2b7fbb14a04e"));
}

void WeightsDigestTest::isComputedWhenWanted()
{
    const TemporaryFolder folder;
    folder.write("model.safetensors", "abc");
    const DeferredText digest = digestOf(folder.path());
    const DeferredText copy = digest;
    QVERIFY(!digest.known());
    QCOMPARE(copy.value(), kOfAbc);
    QCOMPARE(digest.known(), std::optional(kOfAbc));
}

void WeightsDigestTest::isRememberedByTheFilesIdentity()
{
    const TemporaryFolder folder;
    const fs::path file = folder.write("model.safetensors", "abc");
    const fs::path remembered = folder.path() / "cache" / "digests.json";
    QCOMPARE(digestOf(folder.path(), remembered).value(), kOfAbc);

    // Only what is remembered can give what the file does not hold.
    const std::string other(64, '7');
    std::string text = bytesOf(remembered);
    text.replace(text.find(kOfAbc), kOfAbc.size(), other);
    folder.write("cache/digests.json", text);
    QCOMPARE(digestOf(folder.path(), remembered).value(), other);

    // The same size and time of modification: the time of the change still differs.
    const auto time = fs::last_write_time(file);
    folder.write("model.safetensors", "abd");
    fs::last_write_time(file, time);
    QCOMPARE(digestOf(folder.path(), remembered).value(), // sha256sum of "abd"
             std::string("a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"));
}

void WeightsDigestTest::isKnownWhereNothingCanBeRemembered()
{
    const TemporaryFolder folder;
    folder.write("model.safetensors", "abc");
    folder.write("file", "");
    QCOMPARE(digestOf(folder.path(), folder.path() / "file" / "digests.json").value(), kOfAbc);
}

void WeightsDigestTest::tellsOfAChangedFile()
{
    const TemporaryFolder folder;
    folder.write("model.safetensors", "abc");
    const DeferredText digest = digestOf(folder.path());
    folder.write("model.safetensors", "abcd");
    QCOMPARE(errorOf([&] { digest.value(); }).id, std::string("E_FILE_CHANGED"));
    QVERIFY(!digest.known());
}

void WeightsDigestTest::canBeCancelled()
{
    const TemporaryFolder folder;
    folder.write("model.safetensors", "");
    fs::resize_file(folder.path() / "model.safetensors", 20'000'000);
    const DeferredText digest = digestOf(folder.path());
    std::stop_source stop;
    const Progress progress(stop.get_token(),
                            [&](int, int, const std::string&) { stop.request_stop(); });
    QVERIFY_EXCEPTION_THROWN(digest.value(progress), Cancelled);
    QVERIFY(!digest.known());
    QCOMPARE(digest.value().size(), std::size_t{64}); // asked again without a stop
}

QTEST_GUILESS_MAIN(WeightsDigestTest)
#include "weights_digest_test.moc"
