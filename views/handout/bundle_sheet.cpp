// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/handout/bundle_sheet.h"

#include "models/items/people_model.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QStandardItemModel>
#include <QStandardPaths>
#include <QTableView>
#include <QTimeZone>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr int settleMs = 300;

QString anotherFile()
{
    return QStringLiteral("another");
}

/// ".zip", ".tar.gz" or "": of a folder.
QString endingOf(const QString &path)
{
    for (const QString &ending : {QStringLiteral(".zip"), QStringLiteral(".tar.gz"), QStringLiteral(".tgz")}) {
        if (path.endsWith(ending, Qt::CaseInsensitive))
            return ending;
    }
    return {};
}

} // namespace

BundleSheet::BundleSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new PlainText(this)),
      m_asked(new PlainText(this)),
      m_counts(new PlainText(this)),
      m_digest(new PlainText(this)),
      m_matterLabel(new QLabel(this)),
      m_purposeLabel(new QLabel(this)),
      m_profileLabel(new QLabel(this)),
      m_zoneLabel(new QLabel(this)),
      m_targetLabel(new QLabel(this)),
      m_passphraseLabel(new QLabel(this)),
      m_matter(new QLineEdit(this)),
      m_purpose(new QLineEdit(this)),
      m_profile(new QComboBox(this)),
      m_zone(new QComboBox(this)),
      m_target(new QLineEdit(this)),
      m_choose(new QPushButton(this)),
      m_passphrase(new QLineEdit(this)),
      m_hidden(new QTableView(this)),
      m_hiddenRows(new QStandardItemModel(this)),
      m_state(new StateChip(this)),
      m_status(new PlainText(this)),
      m_progress(new QProgressBar(this)),
      m_preview(new QPushButton(this)),
      m_cover(new QPushButton(this)),
      m_close(new QPushButton(this)),
      m_export(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_digest->setMono(true);
    m_digest->setProperty("part", QStringLiteral("muted"));
    m_digest->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    m_zone->lineEdit()->setClearButtonEnabled(false);
    for (QComboBox *box : {m_profile, m_zone})
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_profile->setMinimumContentsLength(18);
    m_zone->setMinimumContentsLength(18);
    setUpTable(m_hidden, QString());
    m_hidden->setModel(m_hiddenRows);
    m_hidden->horizontalHeader()->setStretchLastSection(true);
    m_hidden->setFixedHeight(fontMetrics().height() * 9);
    m_hidden->hide();
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    m_progress->hide();
    m_preview->setCheckable(true);
    m_export->setProperty("role", QStringLiteral("primary"));

    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(10);
    fields->setVerticalSpacing(6);
    const auto put = [fields](QLabel *label, QWidget *field, int row, int column, int columns = 1) {
        label->setBuddy(field);
        fields->addWidget(label, row, column);
        fields->addWidget(field, row, column + 1, 1, columns);
    };
    put(m_matterLabel, m_matter, 0, 0);
    put(m_purposeLabel, m_purpose, 0, 2, 4);
    put(m_profileLabel, m_profile, 1, 0);
    put(m_zoneLabel, m_zone, 1, 2);
    put(m_targetLabel, m_target, 1, 4);
    fields->addWidget(m_choose, 1, 6);
    put(m_passphraseLabel, m_passphrase, 2, 0);
    fields->setColumnStretch(1, 2);
    fields->setColumnStretch(3, 2);
    fields->setColumnStretch(5, 5);

    auto *foot = new QHBoxLayout;
    foot->setSpacing(10);
    foot->addWidget(m_state);
    foot->addWidget(m_status, 1);
    foot->addWidget(m_progress);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_preview);
    buttons->addWidget(m_cover);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_export);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 12, 16, 12);
    layout->setSpacing(6);
    auto *line = new QFrame(this);
    line->setProperty("surface", QStringLiteral("line"));
    layout->addWidget(line);
    layout->addWidget(m_title);
    layout->addWidget(m_asked);
    layout->addWidget(m_counts);
    layout->addWidget(m_digest);
    layout->addLayout(fields);
    layout->addWidget(m_hidden);
    layout->addLayout(foot);
    layout->addLayout(buttons);

    m_soon.setSingleShot(true);
    m_soon.setInterval(settleMs);
    connect(&m_soon, &QTimer::timeout, this, &BundleSheet::recount);
    connect(m_profile, &QComboBox::activated, this, [this] {
        if (m_profile->currentData().toString() == anotherFile())
            chooseProfile();
        m_soon.start();
    });
    connect(m_zone, &QComboBox::currentTextChanged, this, [this] {
        if (isVisible())
            m_soon.start();
    });
    connect(m_choose, &QPushButton::clicked, this, &BundleSheet::chooseTarget);
    connect(m_preview, &QPushButton::toggled, this, [this](bool shown) {
        m_hidden->setVisible(shown);
        m_preview->setText(shown ? tr("Hide the preview") : tr("Preview what is hidden"));
    });
    connect(m_cover, &QPushButton::clicked, this, &BundleSheet::copyCoverNote);
    connect(m_close, &QPushButton::clicked, this, &BundleSheet::stopOrClose);
    connect(m_export, &QPushButton::clicked, this, &BundleSheet::commit);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &BundleSheet::commit);
    }
    fillChoices();
    retranslate();
    hide();
}

void BundleSheet::setSession(Session *session)
{
    m_work.reset(); // cancels
    m_session = session;
    if (!session)
        return close();
    m_work = std::make_unique<ExportWork>(session);
    connect(m_work.get(), &ExportWork::stateChanged, this, &BundleSheet::workChanged);
    connect(m_work.get(), &ExportWork::progressed, this, [this](int percent) {
        m_progress->setRange(0, percent < 0 ? 0 : 100);
        m_progress->setValue(qMax(0, percent));
        m_status->setText(percent < 0 ? tr("Writing ledger, report and seal.") : tr("Writing records: %1 %.").arg(percent));
    });
    close();
}

void BundleSheet::open(const ExportWish &wish)
{
    if (!m_session || isWriting()) {
        if (isWriting())
            Q_EMIT said(tr("A bundle is being written. Cancel it first, or wait for its end."));
        return;
    }
    m_wish = wish;
    m_coverNote.clear();
    m_matter->clear();
    m_purpose->clear();
    m_passphrase->clear();
    m_preview->setChecked(false);
    recall();
    const bool locked = m_session->people()->needsPassphrase() && !m_session->people()->isOpen(); // else the workspace's own key signs
    m_passphrase->setVisible(locked);
    m_passphraseLabel->setVisible(locked);
    retranslate();
    show();
    m_export->setEnabled(true);
    m_export->setFocus(Qt::ShortcutFocusReason); // Enter exports once the line was read
    recount();
}

void BundleSheet::close()
{
    if (isWriting())
        return;
    m_soon.stop();
    if (m_work && m_work->state() == ExportWork::State::Counting)
        m_work->cancel();
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

bool BundleSheet::isWriting() const
{
    return m_work && (m_work->state() == ExportWork::State::Writing || m_work->state() == ExportWork::State::Checking);
}

ExportForm BundleSheet::form() const
{
    const QString zone = m_zone->currentText().trimmed();
    return {m_matter->text().trimmed(), m_purpose->text().trimmed(), zone == QLatin1String("UTC") ? QString() : zone, m_profile->currentData().toString(), m_target->text().trimmed(),
            m_passphrase->text()};
}

void BundleSheet::recount()
{
    if (m_work && isVisible() && !isWriting())
        m_work->count(m_wish, form());
}

void BundleSheet::commit()
{
    if (!m_work || isWriting() || !m_export->isEnabled())
        return;
    if (m_soon.isActive() || m_work->state() != ExportWork::State::Ready)
        return say({tr("Counting"), mandate::Shape::Glass, Tone::Info}, tr("Wait until the line above says what would be written, then export."));
    const ExportForm filled = form();
    if (filled.target.isEmpty()) {
        m_target->setFocus(Qt::OtherFocusReason);
        return say({tr("No file"), mandate::Shape::Triangle, Tone::Warning}, tr("Name the file to write."));
    }
    if (QFileInfo::exists(filled.target)) {
        m_target->setFocus(Qt::OtherFocusReason);
        return say({tr("Is there already"), mandate::Shape::Triangle, Tone::Warning}, tr("Something is at this place. Name another one; nothing is ever overwritten."));
    }
    remember();
    m_work->write(filled);
}

void BundleSheet::stopOrClose()
{
    if (!isWriting())
        return close();
    m_close->setEnabled(false);
    m_status->setText(tr("Cancelling: what was written is taken away again."));
    m_work->cancel();
}

void BundleSheet::workChanged()
{
    const ExportWork::State now = m_work->state();
    const bool writing = isWriting();
    m_progress->setVisible(writing);
    for (QWidget *field : QList<QWidget *>{m_matter, m_purpose, m_profile, m_zone, m_target, m_choose, m_passphrase})
        field->setEnabled(!writing);
    m_close->setText(writing ? tr("Cancel") : tr("Close"));
    m_close->setEnabled(now != ExportWork::State::Checking);
    m_cover->setEnabled(now == ExportWork::State::Ended && !m_coverNote.isEmpty());
    switch (now) {
    case ExportWork::State::Idle: break;
    case ExportWork::State::Counting:
        m_counts->setUntrusted(tr("Counting…"));
        m_digest->clear();
        say({tr("Nothing written yet"), mandate::Shape::Disc, Tone::Info}, QString());
        break;
    case ExportWork::State::Ready: showSummary(); break;
    case ExportWork::State::Writing:
        m_export->setEnabled(false);
        m_export->setToolTip(tr("A bundle is being written."));
        say({tr("Writing"), mandate::Shape::Glass, Tone::Info}, tr("The export is signed into the ledger first."));
        m_close->setFocus(Qt::OtherFocusReason);
        break;
    case ExportWork::State::Checking:
        m_progress->setRange(0, 0);
        say({tr("Checking"), mandate::Shape::Glass, Tone::Info}, tr("The bundle is written. It is checked as its receiver would check it."));
        break;
    case ExportWork::State::Ended: showEnd(); break;
    }
}

void BundleSheet::showSummary()
{
    const ExportSummary &summary = m_work->summary();
    m_hiddenRows->clear();
    m_hiddenRows->setHorizontalHeaderLabels({tr("Hidden"), tr("Where"), tr("Value now")});
    const auto addRow = [this](const QString &what, const QString &where, const QString &value) {
        const QList<QStandardItem *> row{new QStandardItem(what), new QStandardItem(where), new QStandardItem(value)};
        for (QStandardItem *cell : row) {
            cell->setEditable(false);
            //: a hidden value as a sentence: %1 its kind or record, %2 where, %3 the value
            cell->setData(tr("▒ %1, at %2: %3").arg(what, where, value), Qt::AccessibleTextRole);
        }
        m_hiddenRows->appendRow(row);
    };
    for (const HiddenClass &hidden : summary.classes)
        addRow(tr("▒ %1: %2").arg(hidden.name, words::number(hidden.count)), hidden.pointers.join(QStringLiteral("  ")), QString());
    for (const HiddenExample &example : summary.examples)
        addRow(tr("▒ record %1").arg(words::number(example.entry)), example.pointer, example.value);
    m_hidden->resizeColumnToContents(0);
    m_hidden->resizeColumnToContents(1);
    m_hidden->setColumnWidth(1, std::min(m_hidden->columnWidth(1), fontMetrics().averageCharWidth() * 60));
    m_preview->setEnabled(!summary.profile.isEmpty());
    m_preview->setToolTip(summary.profile.isEmpty() ? tr("Choose a redaction profile to hide values.") : QString());
    if (summary.profile.isEmpty())
        m_preview->setChecked(false);
    if (summary.trouble) {
        m_counts->setUntrusted(tr("Nothing can be written."));
        m_digest->clear();
        m_export->setEnabled(false);
        m_export->setToolTip(summary.trouble->happened);
        return say({tr("Not possible"), mandate::Shape::Triangle, Tone::Warning}, summary.trouble->happened + QLatin1Char(' ') + summary.trouble->remedy + QStringLiteral(" (") + summary.trouble->code + u')');
    }
    //: what would be written: %1 how much, %2 the zone of times, %3 what is hidden
    m_counts->setUntrusted(tr("%1 · times in %2 · %3").arg(summary.counts, summary.zone, summary.redaction), 600);
    //: %1 a digest, %2 "from … to …"
    m_digest->setUntrusted(tr("sha256 %1 · %2").arg(summary.digest, summary.times), 300);
    m_export->setEnabled(!summary.refusal);
    if (summary.refusal) {
        const QString why = summary.refusal->happened + QLatin1Char(' ') + summary.refusal->remedy;
        m_export->setToolTip(why);
        say({tr("Not allowed"), mandate::Shape::Triangle, Tone::Warning}, why + QStringLiteral(" (") + summary.refusal->code + u')');
        m_close->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_export->setToolTip(tr("Export bundle (Enter)"));
    say({tr("Nothing written yet"), mandate::Shape::Disc, Tone::Info}, tr("The export itself becomes an entry of the ledger: who, why, which records. Check the line above, then press Enter."));
}

void BundleSheet::showEnd()
{
    const ExportResult &result = m_work->result();
    m_export->setEnabled(false);
    m_close->setEnabled(true);
    m_close->setText(tr("Close"));
    m_passphrase->clear();
    switch (result.ended) {
    case ExportResult::Ended::Written:
        m_coverNote = result.coverNote;
        m_cover->setEnabled(true);
        m_export->setToolTip(tr("This was exported. Close the sheet and open it again for another."));
        //: %1 path of the bundle, %2 what its check shows
        say(result.checked.state, tr("%1. %2").arg(QDir::toNativeSeparators(result.path), result.checked.sentence));
        m_cover->setFocus(Qt::OtherFocusReason);
        Q_EMIT said(tr("Exported to %1: %2").arg(QDir::toNativeSeparators(result.path), result.checked.state.text));
        break;
    case ExportResult::Ended::Cancelled:
        say({tr("Cancelled"), mandate::Shape::Diamond, Tone::Neutral}, tr("Nothing is at %1. The ledger says that this export was abandoned.").arg(QDir::toNativeSeparators(result.path)));
        m_close->setFocus(Qt::OtherFocusReason);
        break;
    case ExportResult::Ended::Failed:
        say({tr("Not exported"), mandate::Shape::Octagon, Tone::Critical},
            result.trouble->happened + QLatin1Char(' ') + result.trouble->unaffected + QLatin1Char(' ') + result.trouble->remedy + QStringLiteral(" (") + result.trouble->code + u')');
        m_close->setFocus(Qt::OtherFocusReason);
        break;
    }
}

void BundleSheet::say(const StateWord &state, const QString &sentence)
{
    m_state->setState(state);
    m_status->setUntrusted(sentence, 1200);
    QAccessibleEvent alert(m_status, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString BundleSheet::summaryText() const
{
    return m_asked->text() + QLatin1Char('\n') + m_counts->text() + QLatin1Char('\n') + m_digest->text();
}
QString BundleSheet::statusText() const
{
    return m_state->state().text + QLatin1Char('\n') + m_status->text();
}

void BundleSheet::copyCoverNote()
{
    QApplication::clipboard()->setText(m_coverNote);
    Q_EMIT said(tr("The cover note is on the clipboard."));
}

void BundleSheet::chooseTarget()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export bundle"), m_target->text(), tr("ZIP (*.zip);;tar.gz (*.tar.gz);;Folder (*)"), nullptr, QFileDialog::DontConfirmOverwrite);
    if (!path.isEmpty())
        m_target->setText(path);
}

void BundleSheet::chooseProfile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Redaction profile"), QString(), tr("Profile (*.json)"));
    const QSignalBlocker quiet(m_profile);
    if (path.isEmpty()) {
        m_profile->setCurrentIndex(0);
        return;
    }
    m_profile->insertItem(m_profile->count() - 1, QFileInfo(path).fileName(), path);
    m_profile->setCurrentIndex(m_profile->count() - 2);
}

void BundleSheet::fillChoices()
{
    const QSignalBlocker quietProfile(m_profile);
    const QSignalBlocker quietZone(m_zone);
    m_zone->addItem(QStringLiteral("UTC"));
    m_zone->addItems(ExportWork::zones());
    m_zone->completer()->setFilterMode(Qt::MatchContains);
    m_zone->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_profile->addItem(QString(), QString());
    for (const ProfileChoice &profile : ExportWork::profiles()) {
        m_profile->addItem(profile.title, profile.id);
        m_profile->setItemData(m_profile->count() - 1, profile.purpose, Qt::ToolTipRole);
    }
    m_profile->addItem(QString(), anotherFile());
}

void BundleSheet::recall()
{
    const QSettings settings;
    const QSignalBlocker quietProfile(m_profile);
    const QSignalBlocker quietZone(m_zone);
    m_profile->setCurrentIndex(qMax(0, m_profile->findData(settings.value(QStringLiteral("export/profile")).toString())));
    m_zone->setCurrentText(settings.value(QStringLiteral("export/zone"), QStringLiteral("UTC")).toString());
    QString folder = settings.value(QStringLiteral("export/folder")).toString();
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        folder = QDir::homePath();
    m_target->setText(freePlace(folder, m_wish.fileStem(), settings.value(QStringLiteral("export/ending"), QStringLiteral(".zip")).toString()));
}

void BundleSheet::remember() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("export/profile"), m_profile->currentData());
    settings.setValue(QStringLiteral("export/zone"), m_zone->currentText());
    settings.setValue(QStringLiteral("export/folder"), QFileInfo(m_target->text()).absolutePath());
    settings.setValue(QStringLiteral("export/ending"), endingOf(m_target->text()));
}

QString BundleSheet::freePlace(const QString &folder, const QString &stem, const QString &ending)
{
    const QDir in(folder);
    for (int number = 1;; ++number) {
        const QString name = number == 1 ? stem + ending : stem + u'-' + QString::number(number) + ending;
        if (!in.exists(name))
            return in.filePath(name);
    }
}

void BundleSheet::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        stopOrClose();
    } else if (auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget()); enter && button && isAncestorOf(button)) {
        button->click();
    } else if (enter) {
        commit();
    } else {
        QFrame::keyPressEvent(event);
    }
}

void BundleSheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::LocaleChange && isVisible())
        m_soon.start(); // times in another zone
    QFrame::changeEvent(event);
}

void BundleSheet::retranslate()
{
    m_title->setText(tr("Export evidence as a bundle"));
    setAccessibleName(m_title->text());
    m_asked->setUntrusted(m_wish.words(), 800);
    m_matterLabel->setText(tr("&Matter"));
    m_matter->setPlaceholderText(tr("Number of the case"));
    m_purposeLabel->setText(tr("P&urpose"));
    m_purpose->setPlaceholderText(tr("Why, in a sentence: it stays in the ledger and in the bundle"));
    m_profileLabel->setText(tr("&Redaction"));
    m_profile->setItemText(0, tr("Hide nothing"));
    m_profile->setItemText(m_profile->count() - 1, tr("Profile from a file…"));
    m_zoneLabel->setText(tr("&Zone beside UTC"));
    m_targetLabel->setText(tr("Fi&le"));
    m_choose->setText(tr("Choose…"));
    m_choose->setAccessibleName(tr("Choose the file to write"));
    m_passphraseLabel->setText(tr("Pa&ssphrase of your key"));
    m_hidden->setAccessibleName(tr("What is hidden"));
    m_progress->setAccessibleName(tr("Progress of the export"));
    m_preview->setText(m_preview->isChecked() ? tr("Hide the preview") : tr("Preview what is hidden"));
    m_cover->setText(tr("Copy cover note"));
    m_close->setText(tr("Close"));
    m_export->setText(tr("Export bundle"));
}

} // namespace mandate
