// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/point_fields.h"

#include <QCoreApplication>

namespace mandate {
namespace {

QString field(const char *text)
{
    return QCoreApplication::translate("PointFields", text);
}

PointField probeTool()
{
    return {QStringLiteral("probe_tool"), field(QT_TRANSLATE_NOOP("PointFields", "Tool to ask with")),
            field(QT_TRANSLATE_NOOP("PointFields", "One that the agent may use, and whose question does nothing")), false, {}};
}

PointField deployment()
{
    return {QStringLiteral("deployment"), field(QT_TRANSLATE_NOOP("PointFields", "Deployment to ask in")),
            field(QT_TRANSLATE_NOOP("PointFields", "Where the pact binds agents in one: without it no pact answers")), false, {}};
}

} // namespace

QList<PointKind> pointKinds()
{
    return {PointKind::Gateway, PointKind::StatusFile, PointKind::Webhook, PointKind::OpenPolicyAgent, PointKind::SecurityEvents, PointKind::Keycloak};
}

QList<PointField> pointFields(PointKind kind)
{
    QList<PointField> fields;
    switch (kind) {
    case PointKind::Gateway: fields << probeTool() << deployment(); break;
    case PointKind::StatusFile:
        fields << PointField{QStringLiteral("lifetime_seconds"), field(QT_TRANSLATE_NOOP("PointFields", "Valid for, in seconds")),
                             field(QT_TRANSLATE_NOOP("PointFields", "60 to 2592000; 86400 when empty")), false, {}};
        return fields; // it is no web address
    case PointKind::Webhook:
        fields << PointField{QStringLiteral("probe_url"), field(QT_TRANSLATE_NOOP("PointFields", "Address to ask")),
                             field(QT_TRANSLATE_NOOP("PointFields", "Without it nobody can tell whether a stop holds")), false, {}};
        fields << PointField{QStringLiteral("signatures"), field(QT_TRANSLATE_NOOP("PointFields", "Signatures")), field(QT_TRANSLATE_NOOP("PointFields", "v1 by the secret, v1a by the workspace's key")), false,
                             {QString(), QStringLiteral("v1"), QStringLiteral("v1a"), QStringLiteral("v1 v1a")}};
        break;
    case PointKind::OpenPolicyAgent:
        fields << PointField{QStringLiteral("data_path"), field(QT_TRANSLATE_NOOP("PointFields", "Where states are written")), QStringLiteral("mandate/agents"), false, {}};
        fields << PointField{QStringLiteral("decision_path"), field(QT_TRANSLATE_NOOP("PointFields", "Where decisions are asked")), QStringLiteral("mandate/allow"), false, {}};
        fields << probeTool();
        break;
    case PointKind::SecurityEvents:
        fields << PointField{QStringLiteral("issuer"), field(QT_TRANSLATE_NOOP("PointFields", "Issuer")), field(QT_TRANSLATE_NOOP("PointFields", "Who sends, as the receiver knows it")), true, {}};
        fields << PointField{QStringLiteral("audience"), field(QT_TRANSLATE_NOOP("PointFields", "Audience")), field(QT_TRANSLATE_NOOP("PointFields", "Whom the tokens are for")), true, {}};
        fields << PointField{QStringLiteral("subject_format"), field(QT_TRANSLATE_NOOP("PointFields", "Form of the subject")), QString(), false,
                             {QString(), QStringLiteral("opaque"), QStringLiteral("account"), QStringLiteral("uri"), QStringLiteral("iss_sub")}};
        fields << PointField{QStringLiteral("subject"), field(QT_TRANSLATE_NOOP("PointFields", "Subject")), QStringLiteral("{agent}"), false, {}};
        fields << PointField{QStringLiteral("subject_issuer"), field(QT_TRANSLATE_NOOP("PointFields", "Issuer of the subject")), field(QT_TRANSLATE_NOOP("PointFields", "Only for iss_sub")), false, {}};
        fields << PointField{QStringLiteral("refused_tools_claim"), field(QT_TRANSLATE_NOOP("PointFields", "Claim for refused tools")), QStringLiteral("mandate_refused_tools"), false, {}};
        break;
    case PointKind::Keycloak:
        fields << PointField{QStringLiteral("realm"), field(QT_TRANSLATE_NOOP("PointFields", "Realm")), QString(), true, {}};
        fields << PointField{QStringLiteral("admin_client"), field(QT_TRANSLATE_NOOP("PointFields", "Client that signs in")), field(QT_TRANSLATE_NOOP("PointFields", "With the role manage-clients and nothing else")), true, {}};
        fields << PointField{QStringLiteral("admin_realm"), field(QT_TRANSLATE_NOOP("PointFields", "Realm it signs in at")), field(QT_TRANSLATE_NOOP("PointFields", "The realm itself when empty")), false, {}};
        fields << PointField{QStringLiteral("client"), field(QT_TRANSLATE_NOOP("PointFields", "Client of an agent")), QStringLiteral("{agent}"), false, {}};
        break;
    }
    fields << PointField{QStringLiteral("ca_file"), field(QT_TRANSLATE_NOOP("PointFields", "Own certificate authority")), field(QT_TRANSLATE_NOOP("PointFields", "Full path of a PEM file; the system's when empty")), false, {}};
    fields << PointField{QStringLiteral("allow_plain_http"), field(QT_TRANSLATE_NOOP("PointFields", "Plain http to other machines")), field(QT_TRANSLATE_NOOP("PointFields", "Anyone on the way can then change the answer")), false,
                         {QString(), QStringLiteral("true")}};
    return fields;
}

QString addressLabel(PointKind kind)
{
    return kind == PointKind::StatusFile ? field(QT_TRANSLATE_NOOP("PointFields", "Folder")) : field(QT_TRANSLATE_NOOP("PointFields", "Address"));
}

QString addressHint(PointKind kind)
{
    return kind == PointKind::StatusFile ? field(QT_TRANSLATE_NOOP("PointFields", "Full path of a folder that only Mandate writes")) : QStringLiteral("https://");
}

QString secretHint(PointKind kind)
{
    switch (kind) {
    case PointKind::StatusFile: return {};
    case PointKind::Webhook: return field(QT_TRANSLATE_NOOP("PointFields", "whsec_ and Base64"));
    case PointKind::Keycloak: return field(QT_TRANSLATE_NOOP("PointFields", "Secret of the client that signs in"));
    default: return field(QT_TRANSLATE_NOOP("PointFields", "Bearer token"));
    }
}

QString proves(PointKind kind)
{
    switch (kind) {
    case PointKind::Gateway: return field(QT_TRANSLATE_NOOP("PointFields", "Proves what the gateway answers to an agent that asks. It cannot prove that the agent asks."));
    case PointKind::StatusFile: return field(QT_TRANSLATE_NOOP("PointFields", "Proves what lies on disk. It cannot prove that programs read it."));
    case PointKind::Webhook: return field(QT_TRANSLATE_NOOP("PointFields", "Proves that the event was received. Whether the stop holds needs an address to ask."));
    case PointKind::OpenPolicyAgent: return field(QT_TRANSLATE_NOOP("PointFields", "Proves what this policy answers. It cannot prove that programs ask this instance."));
    case PointKind::SecurityEvents: return field(QT_TRANSLATE_NOOP("PointFields", "Proves that the receiver took the events. It cannot be asked what it did."));
    case PointKind::Keycloak: return field(QT_TRANSLATE_NOOP("PointFields", "Proves that there are no new tokens. Tokens already issued live until they expire."));
    }
    return {};
}

} // namespace mandate
