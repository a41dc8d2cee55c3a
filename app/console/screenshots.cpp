// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/screenshots.h"

#include "app/console/decision_pictures.h"
#include "app/console/workspace_opener.h"
#include "models/items/agent_model.h"
#include "models/items/bundle_session.h"
#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/drift_panels.h"
#include "models/items/evidence_model.h"
#include "models/items/incident_desk.h"
#include "models/items/mined_draft.h"
#include "models/items/session.h"
#include "models/items/source_model.h"
#include "models/workspace/selection.h"
#include "models/workspace/witnesses.h"
#include "models/workspace/workspace.h"
#include "views/agents/agent_detail.h"
#include "views/agents/agents_page.h"
#include "views/agents/point_form.h"
#include "views/agents/points_pane.h"
#include "views/agents/statement_sheet.h"
#include "views/bundle/bundle_page.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/record_inspector.h"
#include "views/evidence/session_view.h"
#include "views/incidents/case_sheet.h"
#include "views/incidents/incident_detail.h"
#include "views/incidents/incidents_page.h"
#include "views/exports/exports_page.h"
#include "views/handout/bundle_sheet.h"
#include "views/keeping/keeping_sheet.h"
#include "views/metrics/baseline_sheet.h"
#include "views/metrics/change_pane.h"
#include "views/metrics/label_answer_view.h"
#include "views/metrics/label_pane.h"
#include "views/metrics/metrics_page.h"
#include "views/pacts/editor/draft_findings.h"
#include "views/pacts/editor/item_list_form.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/life_sheet.h"
#include "views/pacts/mining/mining_view.h"
#include "views/pacts/pact_detail.h"
#include "views/pacts/pacts_page.h"
#include "views/shell/main_window.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QPixmap>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QThread>

namespace mandate {
namespace {

struct Size
{
    int width;
    int height;
};

void process(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) {
        QApplication::processEvents(QEventLoop::AllEvents, 20);
        QThread::msleep(5);
    }
}

/// One OpenAI-style transcript with everything that must not be believed in it.
QByteArray hostileTranscript()
{
    return QByteArray("[{\"role\":\"user\",\"content\":\"<img src=x onerror=alert(1)><b>Refund me</b> \\u202Egnp.exe \\u200Bnow\"},"
                      "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"send_"
                      "\\u202Eliam\","
                      "\"arguments\":\"{\\\"to\\\":\\\"<a href='https://example.com'>click</a>\\\",\\\"body\\\":\\\"") +
           QByteArray(20'000, 'A') +
           QByteArray("\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"<script>alert(1)</script>\\u0000 done\"}]");
}

class Photographer
{
public:
    Photographer(MainWindow &window, QString folder) : m_window(window), m_folder(std::move(folder)) {}

    void take(const QString &name)
    {
        process(120);
        settle(m_window, 10'000);
        process(60);
        const Size size{m_window.width(), m_window.height()};
        const QString file = QStringLiteral("%1/%2-%3-%4x%5.png")
                                 .arg(m_folder, name, Theme::instance().isDark() ? QStringLiteral("dark") : QStringLiteral("light"))
                                 .arg(size.width)
                                 .arg(size.height);
        m_good = m_window.grab().save(file) && m_good;
    }

    [[nodiscard]] bool good() const { return m_good; }

private:
    MainWindow &m_window;
    QString m_folder;
    bool m_good = true;
};

void photographPages(MainWindow &window, Photographer &camera, const QString &prefix)
{
    for (Page *page : window.pages()) {
        window.goTo(page->currentLink());
        camera.take(prefix + page->key());
    }
}

/// The editor on a draft of the next version of the first pact; the draft goes again.
void photographEditor(PactsPage &page, Session &session, Photographer &camera)
{
    page.newVersion();
    PactEditor &editor = *page.editor();
    if (!editor.draft())
        return;
    const QString key = editor.draft()->key();
    camera.take(QStringLiteral("pacts-editor-header"));
    for (const QString &section : {QStringLiteral("tools"), QStringLiteral("prohibitions"), QStringLiteral("escalations"), QStringLiteral("evaluation")}) {
        editor.showSection(section);
        if (auto *list = editor.section(section)->findChild<ItemListForm *>(); list && list->count() > 1)
            list->list()->setCurrentRow(1);
        camera.take(QLatin1String("pacts-editor-") + section);
    }
    if (auto *list = editor.section(QStringLiteral("prohibitions"))->findChild<ItemListForm *>(); list && list->count() > 0)
        editor.draft()->set(QStringLiteral("/clauses/3/reads_as"), QStringLiteral("The agent never does this again."));
    editor.findings()->showReplay();
    camera.take(QStringLiteral("pacts-editor-replay"));
    editor.findings()->setCurrentIndex(1);
    camera.take(QStringLiteral("pacts-editor-changes"));
    for (const int view : {1, 2}) {
        editor.views()->setCurrentIndex(view);
        camera.take(QStringLiteral("pacts-editor-%1").arg(view == 1 ? QStringLiteral("source") : QStringLiteral("prose")));
    }
    editor.close();
    camera.take(QStringLiteral("pacts-drafts"));
    session.drafts()->discard(key);
}

/// A draft from what an agent did: asked, proposed, and what was left out; and the sheet of an activation.
void photographMining(PactsPage &page, Photographer &camera)
{
    page.newFromTrail();
    MiningView &view = *page.mining();
    for (int i = 0; i < 100 && view.agent()->count() == 0; ++i)
        process(50);
    camera.take(QStringLiteral("pacts-mining-asked"));
    view.mineButton()->click();
    for (int i = 0; i < 400 && !view.draft()->hasReport(); ++i)
        process(50);
    for (const auto &[row, name] : {std::pair{std::min(1, view.list()->count() - 1), "proposal"}, std::pair{view.list()->count() - 1, "others"}}) {
        view.list()->setCurrentRow(row);
        camera.take(QLatin1String("pacts-mining-") + QLatin1StringView(name));
    }
    Q_EMIT view.closed();
    LifeSheet::Question question;
    question.title = QStringLiteral("Activate Airline customer service agent 1.1.0?");
    question.effect = QStringLiteral("From then on the agents it binds are judged by it. The version in force before is superseded.");
    question.commit = QStringLiteral("Sign and activate");
    question.offersTime = true;
    page.detail()->sheet()->open(question);
    page.detail()->sheet()->later()->setChecked(true);
    camera.take(QStringLiteral("pacts-activate"));
    page.detail()->sheet()->close();
}

/// Tabs, sheets and the enforcement points.
void photographAgents(MainWindow &window, AgentsPage &page, Photographer &camera)
{
    window.goTo(page.currentLink());
    AgentDetail &detail = *page.detail();
    const QStringList names{QStringLiteral("overview"), QStringLiteral("enforcement"), QStringLiteral("history"), QStringLiteral("pact"), QStringLiteral("scope"), QStringLiteral("incidents"), QStringLiteral("readiness")};
    for (int tab = 1; tab < names.size(); ++tab) {
        detail.tabs()->setCurrentIndex(tab);
        camera.take(QLatin1String("agents-") + names[tab]);
    }
    detail.tabs()->setCurrentIndex(0);
    const std::array sheets{std::pair{AgentChange::Kind::Suspend, "suspend"}, std::pair{AgentChange::Kind::Restrict, "restrict"}, std::pair{AgentChange::Kind::Resume, "resume"},
                            std::pair{AgentChange::Kind::Authorize, "authorize"}, std::pair{AgentChange::Kind::SuspendAll, "suspend-all"}};
    for (const auto &[kind, name] : sheets) {
        detail.open(kind);
        if (detail.sheet()->isVisible())
            camera.take(QLatin1String("agents-") + QLatin1StringView(name));
        detail.sheet()->close();
    }
    for (int row = 0; row < page.table()->model()->rowCount() && !detail.agent().mayAct(); ++row)
        page.table()->selectRow(row);
    for (const auto &[kind, name] : sheets) {
        detail.open(kind);
        if (detail.sheet()->isVisible() && kind != AgentChange::Kind::SuspendAll)
            camera.take(QLatin1String("agents-acting-") + QLatin1StringView(name));
        detail.sheet()->close();
    }
    page.table()->selectRow(0);
    page.showPoints(true);
    camera.take(QStringLiteral("agents-points"));
    page.points()->addButton()->click();
    camera.take(QStringLiteral("agents-points-new"));
    page.showPoints(false);
}

/// Tabs and a sheet of the first incident.
void photographIncidents(MainWindow &window, IncidentsPage &page, Photographer &camera)
{
    window.goTo(QUrl(QStringLiteral("mandate://incidents")));
    settle(window, 10'000);
    IncidentDetail &detail = *page.detail();
    const QString before = detail.tabName();
    for (const QString &tab : {QStringLiteral("records"), QStringLiteral("cause"), QStringLiteral("duties"), QStringLiteral("notes"), QStringLiteral("custody")}) {
        detail.setTab(tab);
        for (int i = 0; i < 200 && IncidentDesk::of(window.session())->isBusy(); ++i)
            process(20);
        camera.take(QLatin1String("incidents-") + tab);
    }
    detail.setTab(before);
    detail.open(CaseAct::Note);
    camera.take(QStringLiteral("incidents-note"));
    detail.sheet()->close();
}

/// The sheet before and after, and the page with what was exported. Only of a workspace that goes with the pictures.
void photographExports(MainWindow &window, Photographer &camera, const QString &folder)
{
    BundleSheet &sheet = *window.exportSheet();
    const auto wait = [&sheet](ExportWork::State state) {
        for (int i = 0; i < 600 && sheet.work()->state() != state; ++i)
            process(20);
    };
    window.goTo(QUrl(QStringLiteral("mandate://incidents")));
    settle(window);
    for (Page *page : window.pages()) {
        if (const auto wish = page->evidenceShown(); wish && !wish->incident.isEmpty())
            sheet.open(*wish);
    }
    wait(ExportWork::State::Ready);
    camera.take(QStringLiteral("exports-sheet"));
    sheet.profile()->setCurrentIndex(1);
    Q_EMIT sheet.profile()->activated(1);
    process(400);
    wait(ExportWork::State::Ready);
    sheet.previewButton()->setChecked(true);
    camera.take(QStringLiteral("exports-sheet-preview"));
    sheet.previewButton()->setChecked(false);
    sheet.target()->setText(folder + QStringLiteral("/incident.zip"));
    sheet.exportButton()->click();
    wait(ExportWork::State::Ended);
    camera.take(QStringLiteral("exports-sheet-verified"));
    sheet.closeButton()->click();
    window.goTo(QUrl(QStringLiteral("mandate://exports")));
    camera.take(QStringLiteral("exports-list"));
    for (Page *page : window.pages()) {
        if (auto *exports = qobject_cast<ExportsPage *>(page)) {
            exports->verify(folder + QStringLiteral("/incident.zip"));
            process(1500);
            camera.take(QStringLiteral("exports-checked"));
        }
    }
}

/// The tabs about keeping, each with what it is there for: a hold, a plan, custody, a witness; and the sheets that sign it. Only of a workspace that goes with the
/// pictures.
void photographKeeping(MainWindow &window, ExportsPage &page, Photographer &camera, const QString &folder)
{
    Workspace &workspace = *window.session()->workspace();
    KeepingSheet &sheet = *window.keepingSheet();
    if (workspace.holds().empty()) {
        EvidenceSelection selection;
        selection.filter.kinds = {RecordKind::Message};
        (void)workspace.placeHold("2026-014", "Court order of 3 March", selection);
        (void)workspace.setMasking(true, "personal data of customers");
        WitnessStatement share;
        share.id = "records-share";
        share.place = QFile::encodeName(folder).toStdString();
        (void)Witnesses(workspace).set(share);
        (void)Witnesses(workspace).tell();
    }
    KeepingChange change;
    for (const QString &tab : {QStringLiteral("holds"), QStringLiteral("retention"), QStringLiteral("custody"), QStringLiteral("witnesses")}) {
        window.goTo(QUrl(QStringLiteral("mandate://exports?tab=") + tab));
        settle(window, 10'000);
        process(800);
        camera.take(QLatin1String("exports-") + tab);
    }
    window.goTo(QUrl(QStringLiteral("mandate://evidence?kind=message")));
    settle(window, 10'000);
    for (Page *shown : window.pages()) {
        if (const auto *evidence = qobject_cast<EvidencePage *>(shown))
            evidence->table()->selectRow(0);
    }
    process(400);
    camera.take(QStringLiteral("evidence-masked"));
    for (Page *shown : window.pages()) {
        if (const auto wish = shown->evidenceShown(); shown->key() == QLatin1String("evidence") && wish)
            change.wish = *wish;
    }
    sheet.open(change);
    process(800);
    camera.take(QStringLiteral("keeping-sheet-hold"));
    change.act = KeepingAct::SetWitness;
    sheet.open(change);
    camera.take(QStringLiteral("keeping-sheet-witness"));
    change.act = KeepingAct::Erase;
    change.records = {1, 2, 3};
    change.about = QStringLiteral("1 kB");
    sheet.open(change);
    camera.take(QStringLiteral("keeping-sheet-erase"));
    sheet.close();
    page.tabs()->setCurrentIndex(0);
}

/// The bundle that was exported before, opened in place of a workspace; it goes with the pictures.
void photographBundle(MainWindow &window, Photographer &camera, const QString &file)
{
    auto opened = openBundleAsWorkspace(QFile::encodeName(file).toStdString());
    if (!opened)
        return;
    window.setSession(new Session(std::move(opened->workspace), opened->content));
    settle(window);
    for (Page *page : window.pages()) {
        if (!page->isFor(*window.session()))
            continue;
        window.goTo(page->currentLink());
        camera.take(QStringLiteral("bundle-") + page->key());
        auto *bundle = qobject_cast<BundlePage *>(page);
        for (int tab = 1; bundle && tab < bundle->tabs()->count(); ++tab) {
            bundle->tabs()->setCurrentIndex(tab);
            camera.take(QStringLiteral("bundle-tab-%1").arg(tab));
        }
    }
}

/// Tabs beside the violation rate; two agents are compared, and one is about to be kept as a baseline.
void photographMetrics(MainWindow &window, MetricsPage &page, Photographer &camera)
{
    window.goTo(QUrl(QStringLiteral("mandate://metrics?tab=behaviour")));
    camera.take(QStringLiteral("metrics-behaviour"));
    const auto take = [&camera, &page](const QString &name) {
        for (int i = 0; i < 400 && page.changes()->model() && (page.changes()->model()->isBusy() || !page.changes()->model()->wasRead()); ++i)
            process(20);
        camera.take(name);
    };
    window.goTo(QUrl(QStringLiteral("mandate://metrics?tab=changed")));
    take(QStringLiteral("metrics-changed"));
    page.changes()->compareButton()->click();
    take(QStringLiteral("metrics-changed-compared"));
    page.changes()->keepButton()->click();
    take(QStringLiteral("metrics-changed-keep"));
    page.changes()->sheet()->close();
    window.goTo(QUrl(QStringLiteral("mandate://metrics?tab=labels")));
    LabelPane &labels = *page.labels();
    const auto quiet = [&labels] {
        for (int i = 0; i < 400 && labels.desk() && (labels.desk()->isBusy() || !labels.desk()->wasRead()); ++i)
            process(20);
    };
    quiet();
    camera.take(QStringLiteral("metrics-labels-none"));
    if (!labels.desk() || labels.desk()->agents().isEmpty())
        return;
    labels.drawButton()->click();
    camera.take(QStringLiteral("metrics-labels-draw"));
    LabelDrawWish wish{QStringLiteral("autumn-2026"), QStringLiteral("gpt-4.1"), {}, QStringLiteral("To see whether it hands over when it should"), {}, true, 1, 6, QStringLiteral("7"), {}, {}};
    labels.desk()->draw(wish);
    for (int i = 0; i < 400 && labels.desk()->samples().isEmpty(); ++i)
        process(20);
    quiet();
    camera.take(QStringLiteral("metrics-labels"));
    labels.labelButton()->click();
    quiet();
    process(200);
    camera.take(QStringLiteral("metrics-labels-answering"));
    Q_EMIT labels.answers()->outWanted(false);
}

void photographDetails(MainWindow &window, Photographer &camera)
{
    for (Page *page : window.pages()) {
        if (auto *agents = qobject_cast<AgentsPage *>(page))
            photographAgents(window, *agents, camera);
        if (auto *incidents = qobject_cast<IncidentsPage *>(page))
            photographIncidents(window, *incidents, camera);
        if (auto *metrics = qobject_cast<MetricsPage *>(page))
            photographMetrics(window, *metrics, camera);
        if (auto *evidence = qobject_cast<EvidencePage *>(page)) {
            window.goTo(QUrl(QStringLiteral("mandate://evidence?verdict=prohibited")));
            settle(window, 10'000);
            evidence->table()->setCurrentIndex(evidence->table()->model()->index(0, EvidenceModel::DidColumn));
            const QStringList names{QStringLiteral("record"), QStringLiteral("fields"), QStringLiteral("raw"), QStringLiteral("remarks")};
            for (const auto tab : {RecordInspector::PlainTab, RecordInspector::FieldsTab, RecordInspector::RawTab, RecordInspector::RemarksTab}) {
                evidence->inspector()->setTab(tab);
                camera.take(QLatin1String("evidence-") + names[tab]);
            }
            evidence->inspector()->setTab(RecordInspector::PlainTab);
            if (const auto entry = evidence->table()->currentEntry())
                Q_EMIT evidence->table()->contextWanted(*entry);
            camera.take(QStringLiteral("evidence-around"));
            if (const auto entry = evidence->table()->currentEntry())
                Q_EMIT evidence->table()->followWanted(*entry);
            settle(window, 10'000);
            for (const auto tab : {SessionView::Conversation, SessionView::Waterfall}) {
                evidence->sessionView()->setTab(tab);
                camera.take(tab == SessionView::Waterfall ? QStringLiteral("evidence-waterfall") : QStringLiteral("evidence-conversation"));
            }
            window.goTo(QUrl(QStringLiteral("mandate://evidence?tool=no_such_tool")));
            settle(window, 10'000);
            camera.take(QStringLiteral("evidence-nothing"));
            window.goTo(QUrl(QStringLiteral("mandate://evidence")));
        }
        if (auto *pacts = qobject_cast<PactsPage *>(page)) {
            window.goTo(page->currentLink());
            const QStringList names{QStringLiteral("prose"), QStringLiteral("changes"), QStringLiteral("source"), QStringLiteral("checks"), QStringLiteral("people")};
            for (int tab = 1; tab < names.size(); ++tab) {
                pacts->detail()->tabs()->setCurrentIndex(tab);
                camera.take(QLatin1String("pacts-") + names[tab]);
            }
            pacts->detail()->tabs()->setCurrentIndex(0);
            photographEditor(*pacts, *window.session(), camera);
            photographMining(*pacts, camera);
        }
    }
    window.goTo(QUrl(QStringLiteral("mandate://help")));
    camera.take(QStringLiteral("help"));
}

Session *temporarySession(const QString &file, const QStringList &imports, const QString &pact = {})
{
    auto made = Workspace::create(QFile::encodeName(file).toStdString());
    if (!made)
        return nullptr;
    std::shared_ptr<Workspace> workspace(std::move(made).value());
    if (QFile json(pact); !pact.isEmpty() && json.open(QIODevice::ReadOnly))
        (void)workspace->addPact(json.readAll().toStdString());
    std::vector<std::string> paths;
    for (const QString &path : imports)
        paths.push_back(QFile::encodeName(path).toStdString());
    if (!paths.empty())
        (void)workspace->import(paths, {});
    return new Session(workspace);
}

} // namespace

void settle(const MainWindow &window, int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    const auto busy = [&window] {
        Session *session = window.session();
        return session && (session->isBusy() || SourceModel::of(session)->isBusy());
    };
    int quiet = 0;
    while (timer.elapsed() < milliseconds && quiet < 4) {
        QApplication::processEvents(QEventLoop::AllEvents, 20);
        QThread::msleep(5);
        quiet = busy() ? 0 : quiet + 1;
    }
}

bool takeScreenshots(MainWindow &window, const QString &folder)
{
    QDir().mkpath(folder);
    Photographer camera(window, folder);
    QTemporaryDir scratch;
    QFile hostile(scratch.filePath(QString::fromUtf8("<b>hostile<img src=x>\u202Efile.json")));
    if (hostile.open(QIODevice::WriteOnly))
        hostile.write(hostileTranscript());
    hostile.close();
    window.show();
    const std::array sizes{Size{1280, 720}, Size{1920, 1080}};
    for (const Theme::Choice choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
        Theme::instance().setChoice(choice);
        for (const Size &size : sizes) {
            window.resize(size.width, size.height);
            photographPages(window, camera, QString());
            photographDetails(window, camera);
        }
    }
    for (const Theme::Choice choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
        Theme::instance().setChoice(choice);
        window.setSession(recordedRequestsSession(scratch.filePath(QStringLiteral("requests from recordings %1.mandate").arg(choice == Theme::Choice::Dark ? 2 : 1))));
        settle(window);
        for (const Size &size : sizes) {
            window.resize(size.width, size.height);
            photographDecisions(window, [&camera](const QString &name) { camera.take(name); });
        }
        window.setSession(temporarySession(scratch.filePath(QStringLiteral("exported %1.mandate").arg(choice == Theme::Choice::Dark ? 2 : 1)), {resourceFolder() + QStringLiteral("/sample/tau2/airline")},
                                           resourceFolder() + QStringLiteral("/pacts/airline.json")));
        settle(window);
        for (const Size &size : sizes) {
            window.resize(size.width, size.height);
            photographExports(window, camera, scratch.path());
            for (Page *page : window.pages()) {
                if (auto *exports = qobject_cast<ExportsPage *>(page))
                    photographKeeping(window, *exports, camera, scratch.path());
            }
            QFile::remove(scratch.filePath(QStringLiteral("handed out.zip")));
            QFile::rename(scratch.filePath(QStringLiteral("incident.zip")), scratch.filePath(QStringLiteral("handed out.zip")));
        }
        photographBundle(window, camera, scratch.filePath(QStringLiteral("handed out.zip")));
        QFile::remove(scratch.filePath(QStringLiteral("handed out.zip")));
    }
    // The states without the open workspace come last, because they close it.
    int round = 0;
    for (const Theme::Choice choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
        Theme::instance().setChoice(choice);
        window.resize(1280, 720);
        window.setSession(nullptr);
        camera.take(QStringLiteral("welcome"));
        ++round;
        window.setSession(temporarySession(scratch.filePath(QStringLiteral("empty%1.mandate").arg(round)), {}));
        settle(window);
        photographPages(window, camera, QStringLiteral("empty-"));
        window.setSession(temporarySession(scratch.filePath(QStringLiteral("hostile%1.mandate").arg(round)), {hostile.fileName()}));
        settle(window);
        photographPages(window, camera, QStringLiteral("hostile-"));
    }
    window.setSession(nullptr);
    return camera.good();
}

} // namespace mandate
