#include <QSignalSpy>
#include <QTest>

#include "engine/io/npz.h"
#include "engine/modes/mode.h"
#include "tests/support/error_of.h"
#include "tests/support/module_case.h"
#include "tests/support/temporary_folder.h"
#include "ui/state/command_text.h"
#include "ui/state/module_draft.h"

using namespace attenscope;

namespace {

const std::filesystem::path kCases = TEST_DATA "/bare_module";

ModuleSetup setupOf(const char* name)
{
    return readModuleCase(kCases / name).setup;
}

std::vector<ModuleField> fieldsOf(const ModuleCheck& check)
{
    std::vector<ModuleField> fields;
    for (const ModuleProblem& problem : check.problems) {
        fields.push_back(problem.field);
    }
    return fields;
}

} // namespace

class ModuleCheckTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_whole_setup_has_no_problem_data();
    void a_whole_setup_has_no_problem();
    void the_weights_alone_tell_their_form_and_widths();
    void what_was_not_said_is_missing_at_its_field();
    void the_features_may_tell_which_side_asks();
    void a_wrong_answer_is_a_problem_of_its_field_data();
    void a_wrong_answer_is_a_problem_of_its_field();
    void of_several_modules_one_is_asked_for();
    void a_file_without_a_module_is_refused();
    void head_counts_divide_both_widths();
    void grids_have_as_many_cells_as_there_are_rows();
    void a_draft_offers_a_square_grid();
    void a_draft_is_ready_once_everything_was_said();
    void a_command_says_the_same_data();
    void a_command_says_the_same();
};

void ModuleCheckTest::a_whole_setup_has_no_problem_data()
{
    QTest::addColumn<QString>("folder");
    for (const std::filesystem::path& folder : moduleCases(kCases)) {
        QTest::addRow("%s", folder.filename().c_str()) << QString::fromStdString(folder.string());
    }
}

void ModuleCheckTest::a_whole_setup_has_no_problem()
{
    QFETCH(QString, folder);
    const ModuleSetup setup = readModuleCase(folder.toStdString()).setup;
    const ModuleCheck check = checkModule(setup, Progress());
    QVERIFY2(check.isComplete(),
             check.isComplete() ? "" : describe(check.problems.front().error).c_str());
    QVERIFY(check.asks.has_value());
    QVERIFY(check.image().has_value());
    QCOMPARE(check.query->width, check.place->queryWidth);
    QCOMPARE(check.context->width, check.place->keyWidth);
}

void ModuleCheckTest::the_weights_alone_tell_their_form_and_widths()
{
    ModuleSetup setup;
    setup.weights = setupOf("linear_widths").weights;
    const ModuleCheck check = checkModule(setup, Progress());
    QVERIFY(check.place && check.place->form == ModuleForm::Linear);
    QVERIFY(check.place->queryWidth != check.place->keyWidth);
    QVERIFY(!check.query && !check.asks && !check.image());
    QCOMPARE(fieldsOf(check),
             (std::vector{ModuleField::Query, ModuleField::Context, ModuleField::Heads}));
    for (const ModuleProblem& problem : check.problems) {
        QVERIFY(problem.isMissing());
    }
}

void ModuleCheckTest::what_was_not_said_is_missing_at_its_field()
{
    ModuleSetup setup = setupOf("torch_fused");
    setup.heads.reset();
    setup.asks.reset();
    setup.grid.reset();
    const ModuleCheck check = checkModule(setup, Progress());
    QCOMPARE(fieldsOf(check), (std::vector{ModuleField::Heads, ModuleField::Side}));
    QCOMPARE(check.problems[0].error.expected, std::string("how many heads share the width of 24"));
    QCOMPARE(check.problems[1].error.expected, std::string("which side asks, text or image"));
}

void ModuleCheckTest::the_features_may_tell_which_side_asks()
{
    ModuleSetup setup = setupOf("convolution");
    QVERIFY(!setup.asks);
    setup.heads.reset(); // and still
    const ModuleCheck check = checkModule(setup, Progress());
    QCOMPARE(check.asks, std::optional(Modality::Image));
    QVERIFY(check.image()->grid == (GridSize{.rows = 3, .columns = 5}));
}

void ModuleCheckTest::a_wrong_answer_is_a_problem_of_its_field_data()
{
    using Change = std::function<void(ModuleSetup&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("id");
    const auto row = [](const char* name, ModuleField field, const char* id, Change change) {
        QTest::newRow(name) << std::move(change) << static_cast<int>(field) << QString(id);
    };
    const std::string narrow = setupOf("linear_widths").context;
    row("no file", ModuleField::Query, "E_IO", [](ModuleSetup& s) { s.query = "/no/such.npy"; });
    row("no array", ModuleField::Context, "E_ARRAY_FORMAT",
        [](ModuleSetup& s) { s.context = (kCases / "torch_fused" / "case.json").string(); });
    row("another width", ModuleField::Context, "E_MODULE_SHAPE",
        [narrow](ModuleSetup& s) { s.context = narrow; });
    row("values of another width", ModuleField::Value, "E_MODULE_SHAPE",
        [narrow](ModuleSetup& s) { s.value = narrow; });
    row("heads", ModuleField::Heads, "E_USAGE_VALUE", [](ModuleSetup& s) { s.heads = 5; });
    row("grid", ModuleField::Grid, "E_USAGE_VALUE",
        [](ModuleSetup& s) { s.grid = GridSize{.rows = 5, .columns = 5}; });
    row("batch axis", ModuleField::Query, "E_MODULE_FEATURES",
        [](ModuleSetup& s) { s.batchOrder = BatchOrder::First; });
    row("mask", ModuleField::Mask, "E_MODULE_MASK", [](ModuleSetup& s) { s.mask = s.query; });
    row("prefix", ModuleField::Prefix, "E_USAGE_VALUE", [](ModuleSetup& s) { s.prefix = "no."; });
}

void ModuleCheckTest::a_wrong_answer_is_a_problem_of_its_field()
{
    QFETCH(std::function<void(ModuleSetup&)>, change);
    QFETCH(int, field);
    QFETCH(QString, id);
    ModuleSetup setup = setupOf("torch_fused");
    change(setup);
    const ModuleCheck check = checkModule(setup, Progress());
    QVERIFY(!check.isComplete());
    QCOMPARE(static_cast<int>(check.problems.front().field), field);
    QCOMPARE(QString::fromStdString(check.problems.front().error.id), id);
    QVERIFY(!check.problems.front().isMissing());
}

void ModuleCheckTest::of_several_modules_one_is_asked_for()
{
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "two.npz";
    std::vector<NamedArray> arrays;
    for (const std::string prefix : {"self_attn.", "multihead_attn."}) {
        arrays.push_back({.name = prefix + "in_proj_weight",
                          .shape = {12, 4},
                          .values = std::vector<float>(48, 1.0F)});
        arrays.push_back({.name = prefix + "out_proj.weight",
                          .shape = {4, 4},
                          .values = std::vector<float>(16, 1.0F)});
    }
    OutputFile target(file, Overwrite::Yes);
    writeNpz(target, arrays, Progress());
    target.commit();
    ModuleSetup setup;
    setup.weights = file;
    ModuleCheck check = checkModule(setup, Progress());
    QCOMPARE(check.prefixes, (std::vector<std::string>{"multihead_attn.", "self_attn."}));
    QVERIFY(!check.place);
    QCOMPARE(check.problems.front().field, ModuleField::Prefix);
    setup.prefix = "self_attn.";
    check = checkModule(setup, Progress());
    QVERIFY(check.place.has_value());
    QCOMPARE(check.place->prefix, std::string("self_attn."));
}

void ModuleCheckTest::a_file_without_a_module_is_refused()
{
    ModuleSetup setup;
    setup.weights = TEST_DATA "/vilt/model.safetensors";
    QCOMPARE(errorOf([&] { checkModule(setup, Progress()); }).id, std::string("E_MODULE_FORM"));
}

void ModuleCheckTest::head_counts_divide_both_widths()
{
    ModulePlace place;
    place.innerWidth = 24;
    place.innerValueWidth = 36;
    QCOMPARE(headCounts(place), (std::vector<int>{1, 2, 3, 4, 6, 12}));
}

void ModuleCheckTest::grids_have_as_many_cells_as_there_are_rows()
{
    QCOMPARE(gridsOf(6).size(), std::size_t{4});
    QVERIFY(gridsOf(6)[1] == (GridSize{.rows = 2, .columns = 3}));
    QVERIFY(proposedGrid(196) == (GridSize{.rows = 14, .columns = 14}));
    QVERIFY(proposedGrid(197) == (GridSize{.rows = 1, .columns = 197}));
}

void ModuleCheckTest::a_draft_offers_a_square_grid()
{
    ModuleDraft draft{std::filesystem::path()};
    QSignalSpy checked(&draft, &ModuleDraft::checked);
    ModuleSetup setup = setupOf("torch_separate"); // the image asks
    setup.grid.reset();
    draft.change(setup);
    QVERIFY(checked.wait(20'000));
    QVERIFY(draft.check().image().has_value());
    QVERIFY(draft.completed().grid == proposedGrid(draft.check().image()->rows));
    setup.grid = GridSize{.rows = draft.check().image()->rows, .columns = 1};
    draft.change(setup);
    QVERIFY(checked.wait(20'000));
    QVERIFY(draft.completed().grid == setup.grid);
}

void ModuleCheckTest::a_draft_is_ready_once_everything_was_said()
{
    ModuleDraft draft{std::filesystem::path()};
    QSignalSpy ready(&draft, &ModuleDraft::ready);
    QSignalSpy notReady(&draft, &ModuleDraft::notReady);
    ModuleSetup setup = setupOf("torch_fused");
    setup.heads.reset();
    draft.prepareRun(setup);
    QVERIFY(notReady.wait(20'000));
    QVERIFY(draft.isInsisting());
    QCOMPARE(ready.size(), 0);
    setup.heads = 4;
    draft.prepareRun(setup);
    QVERIFY(ready.wait(20'000));
    QVERIFY(draft.completed() == setup);
}

void ModuleCheckTest::a_command_says_the_same_data()
{
    QTest::addColumn<RunRequest>("request");
    QTest::addColumn<QString>("command");
    RunRequest module;
    module.module = ModuleSetup();
    module.module->weights = "/my blocks/cross.pt";
    module.module->query = "/f.npz:words";
    module.module->context = "/c.npy";
    module.module->heads = 8;
    QTest::newRow("little") << module
                            << "attenscope run --module '/my blocks/cross.pt' --query /f.npz:words "
                               "--context /c.npy --heads 8";
    module.module->value = "/v.npy";
    module.module->asks = Modality::Image;
    module.module->grid = GridSize{.rows = 3, .columns = 5};
    module.module->batchOrder = BatchOrder::Second;
    module.module->prefix = "";
    module.module->mask = "/m.npy";
    module.module->maskMeaning = MaskMeaning::TrueKeeps;
    module.module->addsZeroAttention = true;
    module.caption = "it's red";
    module.mode = Mode::ImageToText;
    module.intervention.maskedUnits = {3, 4};
    module.intervention.headsOff = {{.kind = "cross_image_to_text", .layer = 0, .head = 1}};
    QTest::newRow("everything")
        << module
        << "attenscope run --module '/my blocks/cross.pt' --prefix '' --query /f.npz:words "
           "--context /c.npy --value /v.npy --heads 8 --query-is image --grid 3x5 "
           "--batch-order second --mask /m.npy --mask-true keeps --add-zero-attn "
           "--caption 'it'\\''s red' --mode image-to-text "
           "--ablate cross_image_to_text/0:1 --mask-units 3 --mask-units 4";
    RunRequest model;
    model.model = "/models/clip";
    Picture picture;
    picture.file = "/p/a.png";
    model.picture = std::make_shared<const Picture>(picture);
    QTest::newRow("a model") << model
                             << "attenscope run --model /models/clip --image /p/a.png --caption ''";
}

void ModuleCheckTest::a_command_says_the_same()
{
    QFETCH(RunRequest, request);
    QFETCH(QString, command);
    QCOMPARE(QString::fromStdString(runCommandText(request)), command);
    Picture pasted;
    pasted.name = "pasted image";
    request.picture = std::make_shared<const Picture>(pasted);
    QCOMPARE(errorOf([&] { runCommandText(request); }).id, std::string("E_USAGE_MISSING"));
}

QTEST_GUILESS_MAIN(ModuleCheckTest)
#include "module_check_test.moc"
