// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/bundle_check.h"

#include "models/items/export_words.h"
#include "models/items/question.h"

#include <QFile>

namespace mandate {

struct BundleCheckWork::Private
{
    explicit Private(BundleCheckWork *work) : question(work) {}
    Question<CheckedBundle> question;
};

BundleCheckWork::BundleCheckWork(QObject *parent) : QObject(parent), m(std::make_unique<Private>(this)) {}
BundleCheckWork::~BundleCheckWork() = default;

void BundleCheckWork::check(const QString &path)
{
    m->question.ask([path](std::stop_token stop) { return exportwords::checkedOf(path, verifyBundle(QFile::encodeName(path).toStdString(), {}, stop)); },
                    [this](const CheckedBundle &bundle) { Q_EMIT checked(bundle); });
}

void BundleCheckWork::cancel()
{
    m->question.forget();
}

bool BundleCheckWork::isBusy() const
{
    return m->question.isOpen();
}

} // namespace mandate
