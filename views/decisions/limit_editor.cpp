// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/limit_editor.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/tab_order.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>

namespace mandate {

LimitEditor::LimitEditor(QWidget *parent) : QFrame(parent), m_digest(new QLabel)
{
    m_digest->setProperty("part", QStringLiteral("muted"));
    m_digest->setTextFormat(Qt::PlainText);
    m_digest->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_digest);
}

void LimitEditor::begin(const ActionBinding &action)
{
    m_action = action;
    m_fields = limitFields(action);
    m_numbers.assign(m_fields.size(), nullptr);
    m_elements.assign(m_fields.size(), {});
    delete m_content;
    m_content = new QWidget;
    auto *grid = new QGridLayout(m_content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const LimitField &field = m_fields[i];
        const int row = static_cast<int>(i);
        auto *label = new QLabel(field.name);
        label->setTextFormat(Qt::PlainText);
        label->setProperty("untranslated", true);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        if (!field.isList) {
            auto *number = new QLineEdit(QLocale().toString(field.most, 'g', QLocale::FloatingPointShortest));
            //: a number that can only be made smaller: %1 the argument's name, %2 what was asked for
            number->setAccessibleName(tr("%1, at most %2").arg(field.name, number->text()));
            number->setToolTip(plainToolTip(number->accessibleName()));
            connect(number, &QLineEdit::textChanged, this, &LimitEditor::read);
            m_numbers[i] = number;
            grid->addWidget(number, row, 1);
            continue;
        }
        auto *list = new QWidget;
        auto *lines = new QVBoxLayout(list);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->setSpacing(0);
        for (const QString &element : field.elements) {
            auto *box = new QCheckBox(fontMetrics().elidedText(element, Qt::ElideRight, 320).replace(u'&', QLatin1String("&&")));
            box->setProperty("untranslated", true);
            //: an element of a list that can be left out: %1 the argument, %2 the element
            box->setAccessibleName(tr("%1: keep %2").arg(field.name, element));
            box->setToolTip(plainToolTip(element));
            box->setChecked(true);
            connect(box, &QCheckBox::toggled, this, &LimitEditor::read);
            m_elements[i].push_back(box);
            lines->addWidget(box);
        }
        grid->addWidget(list, row, 1);
    }
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_content);
    tabBehind(this, m_content);
    read();
}

QWidget *LimitEditor::first() const
{
    if (m_fields.empty())
        return nullptr;
    return m_numbers.front() ? static_cast<QWidget *>(m_numbers.front()) : m_elements.front().front();
}

void LimitEditor::read()
{
    std::vector<Limit> limits;
    bool readable = true;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        Limit limit;
        limit.key = m_fields[i].key;
        if (m_numbers[i]) {
            const double number = QLocale().toDouble(m_numbers[i]->text(), &readable);
            if (!readable)
                break;
            limit.number = number;
        }
        for (const QCheckBox *box : m_elements[i])
            limit.kept.push_back(box->isChecked());
        limits.push_back(std::move(limit));
    }
    m_narrower = readable ? narrowed(m_action, limits) : std::nullopt;
    m_digest->setText(m_narrower ? tr("Approves this narrower action instead, digest %1.").arg(words::shortDigest(toText(m_narrower->digest().hex())))
                                 : tr("Make a number smaller or leave something out: limits only narrow."));
    Q_EMIT changed();
}

std::optional<std::string> LimitEditor::arguments() const
{
    return m_narrower ? std::optional(m_narrower->parameters) : std::nullopt;
}

} // namespace mandate
