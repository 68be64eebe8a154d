#include <QTest>

#include "tests/support/example_sources.h"
#include "ui/state/document.h"

#include <algorithm>
#include <memory>

using namespace attenscope;

/// What the window's runs take over from each other, with a small LXMERT.
class ReuseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aCaptionDoesNotRunTheRegions();
    void aHeadOffRunsFromItsLayerOn();
    void anotherModelTakesNothingOver();
    void aModelThatWasLeftIsForgotten();

private:
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(!document_->isRunning(), 20'000); }

    void open(const char* model)
    {
        document_->start(model, "a.png", "a.npz", "a cat", std::nullopt);
        settle();
        QVERIFY(document_->result());
    }

    /// How many sites of a kind the last run took over.
    int takenOver(const std::string& kind) const
    {
        const Trace& trace = *document_->trace();
        int count = 0;
        for (std::size_t site = 0; site < trace.sites.size(); ++site) {
            count += trace.sites[site].kind == kind && trace.attention.isTakenOver(site) ? 1 : 0;
        }
        return count;
    }

    int sites(const std::string& kind) const
    {
        return static_cast<int>(std::ranges::count(document_->trace()->sites, kind, &Site::kind));
    }

    std::shared_ptr<ExampleControl> control_;
    std::unique_ptr<Document> document_;
};

void ReuseTest::init()
{
    control_ = std::make_shared<ExampleControl>();
    document_ = std::make_unique<Document>(exampleSources(control_));
}

void ReuseTest::aCaptionDoesNotRunTheRegions()
{
    open("regions");
    QCOMPARE(takenOver("vision_self"), 0);
    document_->setCaption("the dog");
    settle();
    QCOMPARE(document_->result()->request.caption, std::string("the dog"));
    QVERIFY(sites("vision_self") > 0);
    QCOMPARE(takenOver("vision_self"), sites("vision_self"));
    QCOMPARE(takenOver("cross_text_to_image"), 0);
}

void ReuseTest::aHeadOffRunsFromItsLayerOn()
{
    open("regions");
    const int last = sites("cross_text_to_image") - 1;
    QVERIFY(last > 0);
    document_->setHeadOff({"cross_text_to_image", last, 0}, true);
    settle();
    QVERIFY(document_->trace() != document_->result()->plainTrace.get());
    QCOMPARE(takenOver("cross_text_to_image"), last);
    QCOMPARE(takenOver("text_self"), sites("text_self"));
    QCOMPARE(takenOver("vision_self"), sites("vision_self"));
}

void ReuseTest::anotherModelTakesNothingOver()
{
    open("regions");
    open("example");
    open("regions"); // loaded anew
    QCOMPARE(takenOver("vision_self"), 0);
}

void ReuseTest::aModelThatWasLeftIsForgotten()
{
    open("regions");
    document_->openModel("broken"); // its layers would not have stood beside those of this one
    settle();
    document_->setCaption("the dog");
    settle();
    QCOMPARE(takenOver("vision_self"), 0);
    document_->setCaption("the cat");
    settle();
    QCOMPARE(takenOver("vision_self"), sites("vision_self"));
}

QTEST_GUILESS_MAIN(ReuseTest)
#include "reuse_test.moc"
