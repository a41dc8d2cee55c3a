// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/view_picker.h"

#include "models/items/text_safety.h"
#include "views/widgets/icon.h"

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int longestName = 80;

QString inMenu(const QString &name)
{
    return visibleLine(name, 60).replace(u'&', QStringLiteral("&&"));
}

} // namespace

ViewPicker::ViewPicker(QWidget *parent) : QPushButton(parent), m_menu(new QMenu(this))
{
    m_menu->setAccessibleName(tr("Saved views"));
    setMenu(m_menu);
    setToolTip(tr("Saved views. Ctrl+S saves what is shown under a name."));
    connect(m_menu, &QMenu::aboutToShow, this, &ViewPicker::fill);
    showText();
}

void ViewPicker::setCurrent(const QString &name)
{
    m_current = name;
    m_edited = false;
    showText();
}

void ViewPicker::setEdited(bool edited)
{
    if (edited == m_edited)
        return;
    m_edited = edited;
    showText();
}

void ViewPicker::showText()
{
    const QString name = m_current.isEmpty() ? tr("All evidence") : visibleLine(m_current, 30);
    //: the button of saved views; %1 is the view's name
    QString text = tr("View: %1").arg(name);
    if (m_edited && !m_current.isEmpty())
        //: a saved view that was changed since it was saved; %1 is "View: …"
        text = tr("%1 *edited").arg(text);
    setText(QString(text).replace(u'&', QStringLiteral("&&")));
    setAccessibleName(text);
}

void ViewPicker::fill()
{
    m_menu->clear();
    QAction *all = m_menu->addAction(tr("All evidence"), this, &ViewPicker::allWanted);
    all->setCheckable(true);
    all->setChecked(m_current.isEmpty());
    for (const QString &name : saved_views::names()) {
        QAction *view = m_menu->addAction(inMenu(name), this, [this, name] { Q_EMIT chosen(name); });
        view->setCheckable(true);
        view->setChecked(name == m_current);
    }
    m_menu->addSeparator();
    if (!m_current.isEmpty() && m_edited) {
        const QString current = m_current;
        m_menu->addAction(tr("Save changes to “%1”").arg(inMenu(current)), this, [this, current] { Q_EMIT saveWanted(current); });
        m_menu->addAction(tr("Back to “%1” as saved").arg(inMenu(current)), this, [this, current] { Q_EMIT chosen(current); });
    }
    m_menu->addAction(tr("Save as a view…\tCtrl+S"), this, &ViewPicker::save);
    if (!m_current.isEmpty()) {
        m_menu->addAction(tr("Rename “%1”…").arg(inMenu(m_current)), this, &ViewPicker::rename);
        m_menu->addAction(mandate::icon(QStringLiteral("trash")), tr("Delete “%1”").arg(inMenu(m_current)), this, &ViewPicker::remove);
    }
    if (m_removed)
        m_menu->addAction(tr("Bring “%1” back").arg(inMenu(m_removed->name)), this, [this] {
            const QString name = m_removed->name;
            saved_views::put(*m_removed);
            m_removed.reset();
            Q_EMIT chosen(name);
        });
}

QString ViewPicker::askName(const QString &title, const QString &action, const QString &before, const std::function<QString(const QString &)> &remark, bool mayReplace)
{
    QDialog dialog(window());
    dialog.setWindowTitle(title);
    auto *label = new QLabel(tr("&Name of the view"), &dialog);
    auto *edit = new QLineEdit(before, &dialog);
    edit->setMaxLength(longestName);
    edit->selectAll();
    label->setBuddy(edit);
    auto *said = new QLabel(&dialog);
    said->setTextFormat(Qt::PlainText);
    said->setWordWrap(true);
    said->setMinimumHeight(said->fontMetrics().lineSpacing() * 2);
    auto *buttons = new QDialogButtonBox(&dialog);
    QPushButton *accept = buttons->addButton(action, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Keep things as they are"), QDialogButtonBox::RejectRole);
    accept->setDefault(true);
    auto *layout = new QVBoxLayout(&dialog);
    layout->addWidget(label);
    layout->addWidget(edit);
    layout->addWidget(said);
    layout->addWidget(buttons);
    const auto check = [=](const QString &name) {
        const QString words = remark(name.trimmed());
        said->setText(words);
        accept->setEnabled(!name.trimmed().isEmpty() && (mayReplace || words.isEmpty()));
    };
    connect(edit, &QLineEdit::textChanged, &dialog, check);
    connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    check(before);
    dialog.setMinimumWidth(420);
    return dialog.exec() == QDialog::Accepted ? edit->text().trimmed() : QString();
}

void ViewPicker::save()
{
    const auto remark = [](const QString &name) {
        return saved_views::find(name) ? tr("There is a view of this name. Saving replaces it.") : tr("The view keeps the filter, the columns, the order and how dense the rows are.");
    };
    const QString name = askName(tr("Save as a view"), tr("Save view"), m_current, remark, true);
    if (!name.isEmpty())
        Q_EMIT saveWanted(name);
}

void ViewPicker::rename()
{
    const QString before = m_current;
    const auto remark = [before](const QString &name) { return name != before && saved_views::find(name) ? tr("There is a view of this name already.") : QString(); };
    const QString name = askName(tr("Rename the view"), tr("Rename view"), before, remark, false);
    if (name.isEmpty() || name == before || !saved_views::rename(before, name))
        return;
    const bool edited = m_edited;
    setCurrent(name);
    setEdited(edited);
}

void ViewPicker::remove()
{
    m_removed = saved_views::find(m_current);
    saved_views::remove(m_current);
    setCurrent({});
}

} // namespace mandate
