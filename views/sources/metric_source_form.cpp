// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sources/metric_source_form.h"

#include "models/items/metric_point_model.h"
#include "models/items/text_safety.h"
#include "views/charts/chart_or_table.h"
#include "views/sources/metric_chart.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr std::array<qint64, 5> spans{3600, 6 * 3600, 86'400, 7 * 86'400, 30 * 86'400};

const QStringList &lineKeys()
{
    static const QStringList keys{QStringLiteral("id"),   QStringLiteral("title"), QStringLiteral("address"), QStringLiteral("query"), QStringLiteral("time-column"), QStringLiteral("value-column"), QStringLiteral("unit"),
                                  QStringLiteral("step"), QStringLiteral("agent"), QStringLiteral("user"),    QStringLiteral("secret"), QStringLiteral("trust-file")};
    return keys;
}

} // namespace

MetricSourceForm::MetricSourceForm(QWidget *parent) : ScrollPane(parent)
{
    auto *body = new QWidget;
    m_heading = new QLabel(body);
    m_state = new StateChip(body);
    m_said = new PlainText(body);
    m_chart = new MetricChart(body);
    m_either = new ChartOrTable(m_chart, QString(), body);
    m_points = new MetricPointModel(this);
    m_span = new QComboBox(body);
    m_read = new QPushButton(body);
    m_kind = new QComboBox(body);
    m_auth = new QComboBox(body);
    m_auth->setObjectName(QStringLiteral("credentials"));
    m_timeFormat = new QComboBox(body);
    m_utc = new QCheckBox(body);
    m_problem = new PlainText(body);
    m_save = new QPushButton(body);
    m_remove = new QPushButton(body);
    m_heading->setProperty("part", QStringLiteral("heading"));
    m_heading->setTextFormat(Qt::PlainText);
    m_save->setProperty("role", QStringLiteral("primary"));
    m_either->setModel(m_points);
    m_either->setMinimumHeight(fontMetrics().lineSpacing() * 13);
    fitColumns(m_either->table(), QStringLiteral("metric-points"), {MetricPointModel::Time, MetricPointModel::Value, MetricPointModel::Series}, MetricPointModel::Time);
    for (const qint64 span : spans)
        m_span->addItem(QString(), span);
    for (const MetricSourceKind kind : {MetricSourceKind::Prometheus, MetricSourceKind::OpenMetrics, MetricSourceKind::Csv, MetricSourceKind::Otlp})
        m_kind->addItem(QString(), static_cast<int>(kind));
    for (const MetricAuth auth : {MetricAuth::None, MetricAuth::Basic, MetricAuth::Bearer})
        m_auth->addItem(QString(), static_cast<int>(auth));
    for (const char *format : {"", "unix", "unix_ms"})
        m_timeFormat->addItem(QString(), QString::fromLatin1(format));

    auto *top = new QHBoxLayout;
    top->addWidget(m_heading);
    top->addWidget(m_state);
    top->addStretch(1);
    auto *row = new QHBoxLayout;
    row->addWidget(m_span);
    row->addWidget(m_read);
    row->addWidget(m_either->button());
    row->addStretch(1);
    m_form = new QFormLayout;
    m_form->setContentsMargins(0, 8, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    QList<QWidget *> order{m_either, m_span, m_read, m_either->button(), m_kind};
    addRow(new QLabel(body), m_kind);
    for (const QString &key : lineKeys()) {
        auto *line = new QLineEdit(body);
        line->setProperty("untranslated", true); // the text is data
        m_lines.insert(key, line);
        if (key == QLatin1String("unit")) {
            addRow(new QLabel(body), m_timeFormat);
            addRow(new QLabel(body), m_utc);
            order << m_timeFormat << m_utc;
        } else if (key == QLatin1String("user")) {
            addRow(new QLabel(body), m_auth);
            order << m_auth;
        }
        addRow(new QLabel(body), line);
        order << line;
        connect(line, &QLineEdit::textChanged, this, &MetricSourceForm::updateEnabled);
    }
    m_lines[QStringLiteral("secret")]->setEchoMode(QLineEdit::Password);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    order << m_save << m_remove;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(20, 14, 20, 20);
    column->setSpacing(8);
    column->addLayout(top);
    column->addWidget(m_said);
    column->addWidget(m_either);
    column->addLayout(row);
    column->addLayout(m_form);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    column->addStretch(1);
    setWidget(body);
    for (int i = 1; i < order.size(); ++i)
        QWidget::setTabOrder(order[i - 1], order[i]);

    for (QComboBox *box : {m_kind, m_auth, m_timeFormat})
        connect(box, &QComboBox::currentIndexChanged, this, &MetricSourceForm::updateEnabled);
    connect(m_utc, &QCheckBox::toggled, this, &MetricSourceForm::updateEnabled);
    connect(m_span, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filling && m_read->isEnabled())
            m_read->click();
    });
    connect(m_read, &QPushButton::clicked, this, [this] {
        if (isChanged())
            Q_EMIT tryWanted(draft(), field(QStringLiteral("secret"))->text(), seconds());
        else
            Q_EMIT readWanted(m_known.id, seconds());
        m_state->setState({tr("Reading"), mandate::Shape::Glass, Tone::Info});
    });
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveWanted(draft(), field(QStringLiteral("secret"))->text()); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (m_removing) {
            Q_EMIT removeWanted(m_known.id);
            return;
        }
        m_removing = true;
        updateEnabled();
        m_problem->setText(tr("It is no longer read here. That it was there stays in the record. Press again to remove it."));
        m_problem->show();
    });
    retranslate();
    begin({});
}

void MetricSourceForm::addRow(QLabel *label, QWidget *field)
{
    label->setBuddy(field);
    m_labels.insert(field, label);
    m_form->addRow(label, field);
}

QString MetricSourceForm::said() const
{
    return m_said->text() + m_problem->text();
}

qint64 MetricSourceForm::seconds() const
{
    return m_span->currentData().toLongLong();
}

void MetricSourceForm::show(const MetricSourceItem &source, const QString &refusal)
{
    m_new = false;
    if (m_known.id != source.source.id)
        verticalScrollBar()->setValue(0);
    m_known = source.source;
    m_refusal = refusal;
    fill(source.source);
    showReading(source.read);
    if (source.reading)
        m_state->setState({tr("Reading"), mandate::Shape::Glass, Tone::Info});
}

void MetricSourceForm::begin(const QString &refusal)
{
    m_new = true;
    verticalScrollBar()->setValue(0);
    m_known = {};
    m_refusal = refusal;
    fill({});
    showReading({});
}

void MetricSourceForm::fill(const MetricSourceDraft &draft)
{
    m_filling = true;
    m_removing = false;
    m_problem->hide();
    m_heading->setText(m_new ? tr("New metrics source") : visibleLine(draft.title.isEmpty() ? draft.id : draft.title, 80));
    setAccessibleName(m_heading->text());
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(draft.kind)));
    m_auth->setCurrentIndex(m_auth->findData(static_cast<int>(draft.auth)));
    m_timeFormat->setCurrentIndex(qMax(0, m_timeFormat->findData(draft.timeFormat == QLatin1String("rfc3339") ? QString() : draft.timeFormat)));
    m_utc->setChecked(draft.utc);
    for (const auto &[key, text] : {std::pair{"id", &draft.id},
                                    {"title", &draft.title},
                                    {"address", &draft.address},
                                    {"query", &draft.query},
                                    {"unit", &draft.unit},
                                    {"step", &draft.step},
                                    {"agent", &draft.agent},
                                    {"user", &draft.user},
                                    {"trust-file", &draft.trustFile},
                                    {"time-column", &draft.timeColumn},
                                    {"value-column", &draft.valueColumn}})
        field(QString::fromLatin1(key))->setText(*text);
    field(QStringLiteral("secret"))->clear();
    m_filling = false;
    updateEnabled();
}

MetricSourceDraft MetricSourceForm::draft() const
{
    MetricSourceDraft draft;
    draft.kind = static_cast<MetricSourceKind>(m_kind->currentData().toInt());
    draft.auth = static_cast<MetricAuth>(m_auth->currentData().toInt());
    for (const auto &[key, into] : {std::pair{"id", &draft.id},
                                    {"title", &draft.title},
                                    {"address", &draft.address},
                                    {"query", &draft.query},
                                    {"unit", &draft.unit},
                                    {"step", &draft.step},
                                    {"agent", &draft.agent},
                                    {"trust-file", &draft.trustFile}})
        *into = field(QString::fromLatin1(key))->text().trimmed();
    if (draft.auth == MetricAuth::Basic)
        draft.user = field(QStringLiteral("user"))->text().trimmed();
    if (draft.kind == MetricSourceKind::Csv) {
        draft.timeColumn = field(QStringLiteral("time-column"))->text().trimmed();
        draft.valueColumn = field(QStringLiteral("value-column"))->text().trimmed();
        draft.timeFormat = m_timeFormat->currentData().toString();
        draft.utc = m_utc->isChecked();
    }
    return draft;
}

bool MetricSourceForm::isChanged() const
{
    return m_new || !field(QStringLiteral("secret"))->text().isEmpty() || !(draft() == m_known);
}

void MetricSourceForm::showReading(const MetricReadingPointer &reading)
{
    m_points->setReading(reading);
    m_chart->show(reading);
    m_state->setState(reading ? MetricSourceList::stateOf(*reading) : StateWord{tr("Not read yet"), mandate::Shape::Diamond, Tone::Neutral});
    m_said->setUntrusted(reading ? MetricSourceList::sentences(*reading) : m_new ? tr("Fill in the form and read it once before you add it.") : tr("It was not read in this session."), 4000);
}

void MetricSourceForm::complain(const Trouble &trouble)
{
    m_problem->setUntrusted(tr("There is a problem: %1 %2 (%3)").arg(trouble.happened, trouble.remedy, trouble.code));
    m_problem->show();
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    ensureWidgetVisible(m_problem);
}

void MetricSourceForm::updateEnabled()
{
    if (m_filling)
        return;
    const auto kind = static_cast<MetricSourceKind>(m_kind->currentData().toInt());
    const auto auth = static_cast<MetricAuth>(m_auth->currentData().toInt());
    const bool may = m_refusal.isEmpty();
    const auto showRow = [this](QWidget *widget, bool shown) { m_form->setRowVisible(widget, shown); };
    for (QWidget *widget : QList<QWidget *>{field(QStringLiteral("time-column")), field(QStringLiteral("value-column")), m_timeFormat, m_utc})
        showRow(widget, kind == MetricSourceKind::Csv);
    showRow(field(QStringLiteral("user")), auth == MetricAuth::Basic);
    showRow(field(QStringLiteral("secret")), auth != MetricAuth::None);
    for (QLineEdit *line : std::as_const(m_lines))
        line->setReadOnly(!may);
    field(QStringLiteral("id"))->setReadOnly(!may || !m_new);
    for (QWidget *widget : QList<QWidget *>{m_kind, m_auth, m_timeFormat, m_utc})
        widget->setEnabled(may);
    field(QStringLiteral("query"))->setPlaceholderText(kind == MetricSourceKind::Prometheus ? tr("PromQL, such as rate(requests_total[5m])") : tr("Such as requests_total{job=\"api\"}"));
    field(QStringLiteral("address"))->setPlaceholderText(kind == MetricSourceKind::Prometheus ? QStringLiteral("https://prometheus.example.org:9090") : tr("https://… or /the/path/of/a/file"));
    const bool changed = isChanged();
    const bool filled = !field(QStringLiteral("id"))->text().trimmed().isEmpty() && !field(QStringLiteral("address"))->text().trimmed().isEmpty();
    m_read->setText(m_new || changed ? tr("Try it") : tr("Read now"));
    m_read->setEnabled(filled);
    m_read->setToolTip(!filled ? tr("Fill in name and address first") : changed ? tr("Reads it as the form says, without adding it") : tr("Asks the source again"));
    m_save->setText(m_new ? tr("Add source") : tr("Save source"));
    m_save->setEnabled(may && changed && filled);
    m_save->setToolTip(!may ? plainToolTip(m_refusal) : !changed ? tr("Nothing was changed") : tr("Signs the definition in your name; the secret is no part of it"));
    m_remove->setVisible(!m_new);
    m_remove->setEnabled(may);
    m_remove->setText(m_removing ? tr("Remove source now") : tr("Remove source"));
    m_remove->setToolTip(plainToolTip(m_refusal));
}

void MetricSourceForm::retranslate()
{
    const QStringList spanWords{tr("Last hour"), tr("Last 6 hours"), tr("Last day"), tr("Last 7 days"), tr("Last 30 days")};
    for (int i = 0; i < m_span->count(); ++i)
        m_span->setItemText(i, spanWords[i]);
    m_span->setAccessibleName(tr("How far back is read"));
    for (int i = 0; i < m_kind->count(); ++i)
        m_kind->setItemText(i, MetricSourceList::nameOf(static_cast<MetricSourceKind>(m_kind->itemData(i).toInt())));
    const QStringList authWords{tr("None"), tr("User and password (Basic)"), tr("Token (Bearer)")};
    for (int i = 0; i < m_auth->count(); ++i)
        m_auth->setItemText(i, authWords[i]);
    const QStringList formatWords{tr("RFC 3339, such as 2026-03-01T09:00:00Z"), tr("Seconds since 1970"), tr("Milliseconds since 1970")};
    for (int i = 0; i < m_timeFormat->count(); ++i)
        m_timeFormat->setItemText(i, formatWords[i]);
    m_utc->setText(tr("Times without a zone are UTC"));
    m_either->table()->setAccessibleName(tr("Points and holes of this metrics source"));
    const QMap<QString, std::pair<QString, QString>> lines{
        {QStringLiteral("id"), {tr("Name for commands"), tr("a-z, 0-9 and hyphens, such as task-latency")}},
        {QStringLiteral("title"), {tr("Name for people"), tr("Such as Task latency")}},
        {QStringLiteral("address"), {tr("Address"), QString()}},
        {QStringLiteral("query"), {tr("What is asked"), QString()}},
        {QStringLiteral("unit"), {tr("Unit"), tr("Such as seconds; empty: as the source says")}},
        {QStringLiteral("step"), {tr("Seconds between points"), tr("Empty: 60 of Prometheus, else as the points are")}},
        {QStringLiteral("agent"), {tr("Agent it speaks of"), tr("Empty: none in particular")}},
        {QStringLiteral("user"), {tr("User"), QString()}},
        {QStringLiteral("secret"), {tr("Password or token"), tr("Kept on this machine, never in the record; type to replace it")}},
        {QStringLiteral("trust-file"), {tr("Certificate file"), tr("PEM of authorities to trust; empty: the system's")}},
        {QStringLiteral("time-column"), {tr("Column of the times"), tr("Empty: time")}},
        {QStringLiteral("value-column"), {tr("Column of the values"), tr("Empty: value")}}};
    for (auto line = lines.cbegin(); line != lines.cend(); ++line) {
        QLineEdit *edit = field(line.key());
        m_labels[edit]->setText(line->first);
        edit->setAccessibleName(line->first);
        edit->setPlaceholderText(line->second);
    }
    for (const auto &[widget, words] : {std::pair<QWidget *, QString>{m_kind, tr("Kind")}, {m_auth, tr("Credentials")}, {m_timeFormat, tr("Form of the times")}, {m_utc, tr("Zone")}}) {
        m_labels[widget]->setText(words);
        if (widget != m_utc)
            widget->setAccessibleName(words);
    }
    updateEnabled();
}

} // namespace mandate
