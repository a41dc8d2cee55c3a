// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/keeping_sheet.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QStyle>
#include <QVBoxLayout>

namespace mandate {

KeepingSheet::KeepingSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new PlainText(this)),
      m_meaning(new PlainText(this)),
      m_nameLabel(new QLabel(tr("Name"), this)),
      m_kindLabel(new QLabel(tr("Kind"), this)),
      m_placeLabel(new QLabel(this)),
      m_certificatesLabel(new QLabel(tr("Certificates"), this)),
      m_matterLabel(new QLabel(tr("Matter"), this)),
      m_reasonLabel(new QLabel(this)),
      m_countLabel(new QLabel(this)),
      m_passphraseLabel(new QLabel(tr("Passphrase of your keys"), this)),
      m_name(new QLineEdit(this)),
      m_kind(new QComboBox(this)),
      m_place(new QLineEdit(this)),
      m_choosePlace(new QPushButton(tr("Choose…"), this)),
      m_certificates(new QLineEdit(this)),
      m_chooseCertificates(new QPushButton(tr("Choose…"), this)),
      m_matter(new QLineEdit(this)),
      m_reason(new QLineEdit(this)),
      m_count(new QLineEdit(this)),
      m_passphrase(new QLineEdit(this)),
      m_problem(new PlainText(this)),
      m_keep(new QPushButton(tr("Keep as is"), this)),
      m_commit(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_kind->addItem(tr("Time-stamp authority"), QStringLiteral("authority"));
    m_kind->addItem(tr("Folder"), QStringLiteral("folder"));
    m_kind->addItem(tr("Mailbox file"), QStringLiteral("mailbox"));
    m_name->setPlaceholderText(tr("Small letters, digits and hyphens, such as court-tsa"));
    m_matter->setPlaceholderText(tr("Number or name of the case, such as 2026-014"));
    m_certificates->setPlaceholderText(tr("A PEM file with the certificates that the authority is trusted by"));
    m_certificates->setAccessibleName(tr("File with certificates"));
    m_choosePlace->setAccessibleName(tr("Choose a place"));
    m_chooseCertificates->setAccessibleName(tr("Choose a file with certificates"));
    m_problem->setAccessibleName(tr("What is wrong"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto put = [&](QLabel *label, QWidget *field, QPushButton *choose = nullptr) {
        label->setBuddy(field);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1, 1, choose ? 1 : 2);
        if (choose)
            grid->addWidget(choose, row, 2);
        ++row;
    };
    put(m_nameLabel, m_name);
    put(m_kindLabel, m_kind);
    put(m_placeLabel, m_place, m_choosePlace);
    put(m_certificatesLabel, m_certificates, m_chooseCertificates);
    put(m_matterLabel, m_matter);
    put(m_reasonLabel, m_reason);
    put(m_countLabel, m_count);
    put(m_passphraseLabel, m_passphrase);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *line = new QFrame(this);
    line->setProperty("surface", QStringLiteral("line"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 12, 16, 12);
    layout->setSpacing(6);
    layout->addWidget(line);
    layout->addWidget(m_title);
    layout->addWidget(m_meaning);
    layout->addLayout(grid);
    layout->addLayout(buttons);
    m_keep->setToolTip(tr("Closes the sheet and changes nothing (Esc)"));
    connect(m_keep, &QPushButton::clicked, this, &KeepingSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &KeepingSheet::commit);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &KeepingSheet::showFields);
    connect(m_choosePlace, &QPushButton::clicked, this, &KeepingSheet::choosePlace);
    connect(m_chooseCertificates, &QPushButton::clicked, this, &KeepingSheet::chooseCertificates);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &KeepingSheet::commit);
    }
    hide();
}

void KeepingSheet::setSession(Session *session)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_signing = false;
    close();
    m_desk = session && !session->bundle() ? KeepingDesk::of(session) : nullptr;
    if (!m_desk)
        return;
    connect(m_desk, &KeepingDesk::weighed, this, &KeepingSheet::showMeaning);
    connect(m_desk, &KeepingDesk::standingChanged, this, &KeepingSheet::showRefusal);
    connect(m_desk, &KeepingDesk::done, this, [this](const KeepingChange &change, const QString &, const QUrl &link) {
        if (!isVisible() || change.act != m_change.act)
            return;
        m_signing = false;
        close();
        if (!link.isEmpty())
            Q_EMIT linkActivated(link);
    });
    connect(m_desk, &KeepingDesk::refused, this, [this](const KeepingChange &change, const Trouble &trouble) {
        if (!isVisible() || change.act != m_change.act)
            return;
        m_signing = false;
        showRefusal();
        //: why an act was refused: %1 what happened, %2 what is unaffected, %3 what to do, %4 a code
        complain(tr("%1 %2 %3 (%4)").arg(visibleLine(trouble.happened, 400), visibleLine(trouble.unaffected, 200), visibleLine(trouble.remedy, 400), trouble.code));
    });
}

void KeepingSheet::open(const KeepingChange &change)
{
    if (!m_desk || m_signing)
        return;
    m_change = change;
    for (QLineEdit *field : {m_name, m_place, m_certificates, m_matter, m_reason, m_count, m_passphrase})
        field->clear();
    m_matter->setText(change.matter);
    m_kind->setCurrentIndex(qMax(0, m_kind->findData(change.kind)));
    m_problem->clear();
    if (change.act == KeepingAct::PlaceHold)
        m_desk->weigh(change.wish);
    showFields();
    showMeaning();
    showRefusal();
    show();
    QLineEdit *first = change.act == KeepingAct::SetWitness ? m_name : change.act == KeepingAct::PlaceHold ? m_matter : m_reason;
    first->setFocus(Qt::OtherFocusReason);
}

void KeepingSheet::close()
{
    if (isHidden() || m_signing)
        return;
    hide();
    m_passphrase->clear();
    Q_EMIT closed();
}

QString KeepingSheet::titleText() const
{
    const QString id = visibleLine(m_change.id, 80);
    switch (m_change.act) {
    case KeepingAct::PlaceHold: return tr("Place a legal hold on: %1").arg(m_change.wish.words());
    //: %1 the id of a hold, %2 its matter
    case KeepingAct::ReleaseHold: return tr("Release %1 for %2?").arg(id, visibleLine(m_change.about, 200));
    case KeepingAct::Erase: return tr("Erase %n record(s)?", nullptr, static_cast<int>(m_change.records.size()));
    case KeepingAct::MaskingOn: return tr("Mask personal text of records?");
    case KeepingAct::MaskingOff: return tr("Show personal text of records to everyone?");
    //: %1 a class of values such as e-mail, %2 the number of a record
    case KeepingAct::Reveal: return tr("Reveal a masked value (%1) of record %2?").arg(visibleLine(m_change.fieldClass, 80), words::number(m_change.entry));
    case KeepingAct::SetWitness: return tr("Add a witness of this ledger");
    case KeepingAct::RemoveWitness: return tr("Remove the witness %1?").arg(id);
    }
    return {};
}

void KeepingSheet::showFields()
{
    const bool sets = m_change.act == KeepingAct::SetWitness;
    const QString kind = m_kind->currentData().toString();
    const bool authority = kind == QLatin1String("authority");
    const auto setShown = [](bool shown, std::initializer_list<QWidget *> widgets) {
        for (QWidget *widget : widgets)
            widget->setVisible(shown);
    };
    setShown(sets, {m_nameLabel, m_name, m_kindLabel, m_kind, m_placeLabel, m_place});
    setShown(sets && !authority, {m_choosePlace});
    setShown(sets && authority, {m_certificatesLabel, m_certificates, m_chooseCertificates});
    setShown(m_change.act == KeepingAct::PlaceHold, {m_matterLabel, m_matter});
    setShown(m_change.act == KeepingAct::Erase, {m_countLabel, m_count});
    setShown(m_desk && m_desk->needsPassphrase(), {m_passphraseLabel, m_passphrase});
    m_placeLabel->setText(authority ? tr("Address") : kind == QLatin1String("folder") ? tr("Folder") : tr("File"));
    m_place->setAccessibleName(m_placeLabel->text());
    m_place->setPlaceholderText(authority ? tr("https://…; empty where it is asked by hand") : tr("On a share that others administer"));
    m_reasonLabel->setText(sets ? tr("Note") : tr("Reason"));
    m_reason->setPlaceholderText(tr("Signed with your name and kept in the record; everyone with this workspace can read it"));
    m_countLabel->setText(tr("Number of records"));
    m_count->setPlaceholderText(tr("Type %1 to say that you mean all of them").arg(m_change.records.size()));
    m_commit->setText(m_change.act == KeepingAct::Erase ? tr("Erase %n record(s)", nullptr, static_cast<int>(m_change.records.size())) : keepingActWords(m_change.act));
    m_commit->setProperty("role", m_change.act == KeepingAct::Erase ? QStringLiteral("danger") : QStringLiteral("primary"));
    m_commit->style()->unpolish(m_commit);
    m_commit->style()->polish(m_commit);
    m_title->setUntrusted(titleText(), 400);
    setAccessibleName(titleText());
}

void KeepingSheet::showMeaning()
{
    QString meaning;
    switch (m_change.act) {
    case KeepingAct::PlaceHold:
        if (!m_desk || m_desk->isWeighing())
            meaning = tr("Counting what it would keep…");
        else if (m_desk->scope().trouble)
            meaning = tr("This cannot be held so.");
        else
            meaning = tr("Keeps %n record(s) now, and what matches later, from being erased, whatever their retention says. It ends only when an owner or legal releases it.", nullptr,
                         static_cast<int>(m_desk->scope().records));
        break;
    case KeepingAct::ReleaseHold:
        meaning = tr("What it keeps may then be erased, when its retention is over and nothing else keeps it. Nothing is erased by releasing it.");
        break;
    case KeepingAct::Erase:
        meaning = tr("The text of these records and the bytes they came from are replaced for good: %1. Nobody can bring them back, and importing the same files again does not. What stays of each is its "
                     "agent, tool, session, times, outcome and verdict, and its leaf in the ledger, so that every proof holds. Bundles that were handed out and backups are not reached.")
                      .arg(m_change.about);
        break;
    case KeepingAct::MaskingOn:
        meaning = tr("Names, addresses, payment, secrets and free text of records are then shown as “•••” in this window and by \"mandate show\". It guards against looking by chance: the ledger holds "
                     "them unchanged, and exports do not mask.");
        break;
    case KeepingAct::MaskingOff: meaning = tr("Everyone who opens this workspace then reads personal text without a reason of their own."); break;
    case KeepingAct::Reveal:
        //: %1 where in the record
        meaning = tr("That you were shown the value at %1, and why, is signed into the ledger first. Then it stays readable in this window until you close the workspace.").arg(visibleLine(m_change.pointer, 200));
        break;
    case KeepingAct::SetWitness:
        meaning = tr("A witness keeps checkpoints outside the reach of who has this workspace's key, so that an end that was cut off or a past that was written anew is found. It is told every hour.");
        break;
    case KeepingAct::RemoveWitness: meaning = tr("It is told no more. What it has stays where it is, and time stamps stay in the ledger."); break;
    }
    m_meaning->setUntrusted(meaning);
    showRefusal();
}

void KeepingSheet::showRefusal()
{
    if (!m_desk || m_signing)
        return;
    QString refusal = m_desk->standing().refusal(m_change.act);
    const bool counting = m_change.act == KeepingAct::PlaceHold && m_desk->isWeighing();
    if (refusal.isEmpty() && m_change.act == KeepingAct::PlaceHold && !counting && m_desk->scope().trouble) {
        const Trouble &trouble = *m_desk->scope().trouble;
        //: why a hold cannot be placed so, and what to do: two whole sentences and a code
        refusal = tr("%1 %2 (%3)").arg(visibleLine(trouble.happened, 400), visibleLine(trouble.remedy, 400), trouble.code);
    }
    m_commit->setEnabled(refusal.isEmpty() && !counting);
    m_commit->setToolTip(counting ? tr("Wait until the sheet says what would be kept.") : refusal.isEmpty() ? tr("Signs and records it at once (Ctrl+Return)") : refusal);
    m_commit->setAccessibleDescription(refusal);
    if (!refusal.isEmpty())
        m_problem->setUntrusted(refusal);
}

void KeepingSheet::complain(const QString &problem, QWidget *field)
{
    m_problem->setUntrusted(problem);
    if (field)
        field->setFocus(Qt::OtherFocusReason);
}

bool KeepingSheet::isReady()
{
    const bool sets = m_change.act == KeepingAct::SetWitness;
    if (sets && m_change.id.isEmpty())
        complain(tr("Name the witness."), m_name);
    else if (sets && m_change.kind != QLatin1String("authority") && m_change.place.isEmpty())
        complain(tr("Say where it keeps checkpoints."), m_place);
    else if (sets && m_change.kind == QLatin1String("authority") && m_change.certificates.isEmpty())
        complain(tr("Choose the certificates that the authority is trusted by."), m_certificates);
    else if (m_change.act == KeepingAct::PlaceHold && m_change.matter.isEmpty())
        complain(tr("Enter the matter that the evidence is held for."), m_matter);
    else if (!sets && m_change.reason.isEmpty())
        complain(tr("Enter a reason. It is signed and stays in the record."), m_reason);
    else if (m_change.act == KeepingAct::Erase && m_count->text().trimmed() != QString::number(m_change.records.size()) && m_count->text().trimmed() != words::number(m_change.records.size()))
        complain(tr("Type %1, the number of records that would be erased.").arg(m_change.records.size()), m_count);
    else
        return true;
    return false;
}

void KeepingSheet::commit()
{
    if (isHidden() || m_signing || !m_desk || !m_commit->isEnabled())
        return;
    if (m_change.act == KeepingAct::SetWitness) {
        m_change.id = m_name->text().trimmed();
        m_change.kind = m_kind->currentData().toString();
        m_change.place = m_place->text().trimmed();
        m_change.certificates = m_certificates->text().trimmed();
    }
    if (m_change.act == KeepingAct::PlaceHold)
        m_change.matter = m_matter->text().trimmed();
    m_change.reason = m_reason->text().trimmed();
    m_change.passphrase = m_passphrase->text();
    if (!isReady())
        return;
    m_signing = true;
    m_commit->setEnabled(false);
    m_problem->setUntrusted(m_change.act == KeepingAct::Erase ? tr("Signing the tombstone, then erasing…") : tr("Signing…"));
    m_desk->take(m_change);
}

void KeepingSheet::choosePlace()
{
    const QString path = m_kind->currentData() == QLatin1String("folder") ? QFileDialog::getExistingDirectory(this, tr("Folder that keeps checkpoints"))
                                                                          : QFileDialog::getSaveFileName(this, tr("Mailbox file that keeps checkpoints"), {}, {}, nullptr, QFileDialog::DontConfirmOverwrite);
    if (!path.isEmpty())
        m_place->setText(path);
}

void KeepingSheet::chooseCertificates()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Certificates of the authority"), {}, tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    if (!path.isEmpty())
        m_certificates->setText(path);
}

QString KeepingSheet::meaningText() const
{
    return m_title->text() + u'\n' + m_meaning->text();
}
QString KeepingSheet::problemText() const
{
    return m_problem->text();
}

void KeepingSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace mandate
