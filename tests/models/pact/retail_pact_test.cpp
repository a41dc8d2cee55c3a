// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped retail pact, clause by clause: one case that breaks it, one that keeps it, one that cannot be decided.
#include "judged_session.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace mandate;
using nlohmann::json;

class RetailPactTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void largeReturnsAreEscalated();
    void anItemGivenTwiceCountsAsOftenAsTheOrderHoldsIt();
    void onlyTwoReasonsCancel();
    void onlyPendingOrdersAreCancelled();
    void onlyDeliveredOrdersAreReturnedOrExchanged();
    void onlyPendingOrdersAreChanged();
    void itemsAreExchangedOrChangedOnce();
    void theCustomerIsIdentifiedFirst();
    void aFailedIdentificationIdentifiesNobody();
    void oneConversationServesOneCustomer();
    void aRefundGoesBackOrToAGiftCard();
    void aNewPaymentMethodDiffers();
    void anOrderIsReadBeforeItIsChanged();
    void theCustomerConfirms();
    void largeCancellationsAreEscalated();

private:
    Judged call(std::string_view tool, const json &args, std::optional<std::string> result = "{}")
    {
        return session->call(tool, args.dump(), std::move(result));
    }
    Judged read(const json &order) { return call("get_order_details", {{"order_id", order["order_id"]}}, order.dump()); }

    std::unique_ptr<JudgedSession> session;
};

namespace {

json order(const json &changes = json::object())
{
    json made{{"order_id", "#W1"},
              {"user_id", "ann_1"},
              {"status", "delivered"},
              {"items", json::array({{{"item_id", "a"}, {"price", 300}}, {{"item_id", "a"}, {"price", 300}}, {{"item_id", "b"}, {"price", 200.5}}})},
              {"payment_history", json::array({{{"transaction_type", "payment"}, {"amount", 800.5}, {"payment_method_id", "credit_card_1"}}})}};
    made.update(changes);
    return made;
}

json give(const json &changes)
{
    json made{{"order_id", "#W1"}, {"item_ids", json::array({"b"})}, {"payment_method_id", "credit_card_1"}};
    made.update(changes);
    return made;
}

json items(std::initializer_list<const char *> ids)
{
    json list = json::array();
    for (const char *id : ids)
        list.push_back(id);
    return give({{"item_ids", list}});
}

} // namespace

void RetailPactTest::init()
{
    static const auto pact = shippedPact("retail");
    session = std::make_unique<JudgedSession>(pact);
    session->user("yes");
    call("find_user_id_by_email", {{"email", "ann@example.com"}}, "ann_1");
}

void RetailPactTest::largeReturnsAreEscalated()
{
    const Judged open = call("return_delivered_order_items", items({"b"}));
    QCOMPARE(open.of("R1"), Answer::Undecidable);
    QCOMPARE(open.missing.at("R1"), std::string("state.order[\"#W1\"]"));
    read(order());
    QCOMPARE(call("return_delivered_order_items", items({"b"})).of("R1"), Answer::No);
    QCOMPARE(call("return_delivered_order_items", items({"b"})).verdict, Verdict::Permitted);
    const Judged large = call("return_delivered_order_items", items({"a", "b"})); // 500.5
    QCOMPARE(large.of("R1"), Answer::Yes);
    QCOMPARE(large.verdict, Verdict::NeedsApproval);
    read(order({{"items", json::array({{{"item_id", "a"}, {"price", 250}}, {{"item_id", "b"}, {"price", 250}}})}}));
    QCOMPARE(call("return_delivered_order_items", items({"a", "b"})).of("R1"), Answer::No); // exactly 500
    QCOMPARE(call("return_delivered_order_items", items({})).of("R1"), Answer::No);
    QCOMPARE(call("return_delivered_order_items", items({"zzz"})).of("R1"), Answer::No); // the order holds none of it
}

void RetailPactTest::anItemGivenTwiceCountsAsOftenAsTheOrderHoldsIt()
{
    read(order());                                                                                // holds "a" twice at 300, "b" once at 200.5
    QCOMPARE(call("return_delivered_order_items", items({"a", "a"})).of("R1"), Answer::Yes);      // held twice, given twice: 600
    QCOMPARE(call("return_delivered_order_items", items({"a"})).of("R1"), Answer::No);            // held twice, given once: 300
    QCOMPARE(call("return_delivered_order_items", items({"b", "b", "b"})).of("R1"), Answer::No);  // held once, given three times: 200.5
    QCOMPARE(call("return_delivered_order_items", items({"a", "b", "b"})).of("R1"), Answer::Yes); // 500.5
    read(order({{"items", json::array({{{"item_id", "a"}, {"price", 300}}})}}));
    QCOMPARE(call("return_delivered_order_items", items({"a", "a"})).of("R1"), Answer::No); // held once, given twice: 300
}

void RetailPactTest::onlyTwoReasonsCancel()
{
    const auto r2 = [&](const json &reason) { return call("cancel_pending_order", {{"order_id", "#W1"}, {"reason", reason}}).of("R2"); };
    QCOMPARE(r2("no longer needed"), Answer::No);
    QCOMPARE(r2("ordered by mistake"), Answer::No);
    QCOMPARE(r2("No longer needed"), Answer::Yes);
    QCOMPARE(r2("too slow"), Answer::Yes);
    QCOMPARE(r2(nullptr), Answer::Yes);
    QCOMPARE(call("cancel_pending_order", {{"order_id", "#W1"}}).of("R2"), Answer::Yes); // no reason is no good reason
    QCOMPARE(session->call("cancel_pending_order", "").of("R2"), Answer::Undecidable);
}

void RetailPactTest::onlyPendingOrdersAreCancelled()
{
    const json args{{"order_id", "#W1"}, {"reason", "no longer needed"}};
    QCOMPARE(call("cancel_pending_order", args).of("R3"), Answer::Undecidable);
    read(order({{"status", "pending"}}));
    QCOMPARE(call("cancel_pending_order", args).of("R3"), Answer::No);
    for (const char *status : {"delivered", "processed", "pending (item modified)", "cancelled"}) {
        read(order({{"status", status}}));
        const Judged judged = call("cancel_pending_order", args);
        QCOMPARE(judged.of("R3"), Answer::Yes);
        QCOMPARE(judged.deciding, std::string("R3"));
    }
}

void RetailPactTest::onlyDeliveredOrdersAreReturnedOrExchanged()
{
    for (const char *tool : {"return_delivered_order_items", "exchange_delivered_order_items"}) {
        init();
        QCOMPARE(call(tool, items({"b"})).of("R4"), Answer::Undecidable);
        read(order());
        QCOMPARE(call(tool, items({"b"})).of("R4"), Answer::No);
        read(order({{"status", "pending"}}));
        QCOMPARE(call(tool, items({"b"})).of("R4"), Answer::Yes);
    }
}

void RetailPactTest::onlyPendingOrdersAreChanged()
{
    for (const char *tool : {"modify_pending_order_items", "modify_pending_order_address", "modify_pending_order_payment"}) {
        init();
        QCOMPARE(call(tool, items({"b"})).of("R5"), Answer::Undecidable);
        read(order({{"status", "pending"}}));
        QCOMPARE(call(tool, items({"b"})).of("R5"), Answer::No);
        read(order({{"status", "pending (item modified)"}}));
        QCOMPARE(call(tool, items({"b"})).of("R5"), Answer::Yes);
    }
}

void RetailPactTest::itemsAreExchangedOrChangedOnce()
{
    session->failed("exchange_delivered_order_items", items({"b"}).dump());
    QCOMPARE(call("exchange_delivered_order_items", items({"b"})).of("R6"), Answer::No); // the first attempt did not run
    QCOMPARE(call("exchange_delivered_order_items", items({"b"})).of("R6"), Answer::Yes);
    QCOMPARE(call("modify_pending_order_items", items({"b"})).of("R6"), Answer::Yes);
    QCOMPARE(call("exchange_delivered_order_items", give({{"order_id", "#W2"}})).of("R6"), Answer::No); // another order
    const Judged open = call("exchange_delivered_order_items", {{"item_ids", json::array()}});
    QCOMPARE(open.of("R6"), Answer::Undecidable);
    QCOMPARE(open.missing.at("R6"), std::string("args.order_id"));
}

void RetailPactTest::theCustomerIsIdentifiedFirst()
{
    QCOMPARE(read(order()).of("R7"), Answer::No);
    session = std::make_unique<JudgedSession>(shippedPact("retail"));
    const Judged judged = read(order());
    QCOMPARE(judged.of("R7"), Answer::Yes);
    QCOMPARE(judged.verdict, Verdict::Prohibited);
    QCOMPARE(call("list_all_product_types", json::object()).verdict, Verdict::Permitted);
}

void RetailPactTest::aFailedIdentificationIdentifiesNobody()
{
    session = std::make_unique<JudgedSession>(shippedPact("retail"));
    session->failed("find_user_id_by_email", R"({"email":"x"})");
    QCOMPARE(read(order()).of("R7"), Answer::Yes);
    // Parallel calls do not see each other.
    session->call("find_user_id_by_name_zip", "{}", "\"ann_1\"");
    QCOMPARE(session->beside("get_order_details", R"({"order_id":"#W1"})").of("R7"), Answer::Yes);
    QCOMPARE(call("get_user_details", {{"user_id", "ann_1"}}).of("R8"), Answer::No); // the quotes do not count
}

void RetailPactTest::oneConversationServesOneCustomer()
{
    QCOMPARE(read(order()).of("R8"), Answer::No);
    const Judged other = read(order({{"user_id", "bob_2"}}));
    QCOMPARE(other.of("R8"), Answer::Yes);
    QCOMPARE(other.verdict, Verdict::Prohibited);
    QCOMPARE(call("get_user_details", {{"user_id", "ann_1"}}).of("R8"), Answer::No);
    QCOMPARE(call("get_user_details", {{"user_id", "bob_2"}}, "Error: user not found").of("R8"), Answer::Yes);
    QCOMPARE(call("get_order_details", {{"order_id", "#W1"}}, "Error: order not found").of("R8"), Answer::No);
    call("find_user_id_by_email", {{"email", "bob"}}, "bob_2"); // the first one stays
    QCOMPARE(call("get_user_details", {{"user_id", "bob_2"}}).of("R8"), Answer::Yes);

    session = std::make_unique<JudgedSession>(shippedPact("retail"));
    const Judged open = call("get_user_details", {{"user_id", "ann_1"}});
    QCOMPARE(open.of("R8"), Answer::Undecidable);
    QCOMPARE(open.missing.at("R8"), std::string("state.authenticated"));
}

void RetailPactTest::aRefundGoesBackOrToAGiftCard()
{
    const auto r9 = [&](const char *method) { return call("return_delivered_order_items", give({{"payment_method_id", method}})).of("R9"); };
    QCOMPARE(r9("gift_card_7"), Answer::No); // whatever the order says
    QCOMPARE(r9("credit_card_1"), Answer::Undecidable);
    read(order());
    QCOMPARE(r9("credit_card_1"), Answer::No);
    QCOMPARE(r9("paypal_2"), Answer::Yes);
}

void RetailPactTest::aNewPaymentMethodDiffers()
{
    const auto r10 = [&](const char *method) { return call("modify_pending_order_payment", give({{"payment_method_id", method}})).of("R10"); };
    QCOMPARE(r10("credit_card_1"), Answer::Undecidable);
    read(order({{"status", "pending"}}));
    QCOMPARE(r10("credit_card_1"), Answer::Yes);
    QCOMPARE(r10("paypal_2"), Answer::No);
    read(order({{"status", "pending"}, {"payment_history", json::array()}}));
    QCOMPARE(r10("paypal_2"), Answer::Undecidable);
}

void RetailPactTest::anOrderIsReadBeforeItIsChanged()
{
    QCOMPARE(call("cancel_pending_order", give(json::object())).of("R11"), Answer::Yes);
    QCOMPARE(call("cancel_pending_order", json::object()).of("R11"), Answer::Yes);
    QCOMPARE(session->call("cancel_pending_order", "").of("R11"), Answer::Undecidable);
    read(order());
    QCOMPARE(call("cancel_pending_order", give(json::object())).of("R11"), Answer::No);
    QVERIFY(!call("modify_user_address", {{"user_id", "ann_1"}}).asked("R11"));
}

void RetailPactTest::theCustomerConfirms()
{
    QCOMPARE(call("modify_user_address", {{"user_id", "ann_1"}}).of("R12"), Answer::No);
    session->user("It arrived yesterday.");
    QCOMPARE(call("modify_user_address", {{"user_id", "ann_1"}}).of("R12"), Answer::Yes);
    session->next.input.reset();
    QCOMPARE(call("modify_user_address", {{"user_id", "ann_1"}}).of("R12"), Answer::Yes);
    session->next.input = "";
    QCOMPARE(call("modify_user_address", {{"user_id", "ann_1"}}).of("R12"), Answer::Yes);
}

void RetailPactTest::largeCancellationsAreEscalated()
{
    const json args{{"order_id", "#W1"}, {"reason", "no longer needed"}};
    const auto r13 = [&](const json &history) {
        read(order({{"status", "pending"}, {"payment_history", history}}));
        return call("cancel_pending_order", args).of("R13");
    };
    QCOMPARE(call("cancel_pending_order", args).of("R13"), Answer::Undecidable);
    const json payment{{"transaction_type", "payment"}, {"amount", 300}};
    const json refund{{"transaction_type", "refund"}, {"amount", 300}};
    QCOMPARE(r13(json::array({payment, refund, {{"amount", 900}}})), Answer::No); // only payments count
    QCOMPARE(r13(json::array({payment, payment})), Answer::Yes);
    QCOMPARE(call("cancel_pending_order", args).verdict, Verdict::NeedsApproval);
    QCOMPARE(r13(json::array()), Answer::No);
}

QTEST_APPLESS_MAIN(RetailPactTest)
#include "retail_pact_test.moc"
