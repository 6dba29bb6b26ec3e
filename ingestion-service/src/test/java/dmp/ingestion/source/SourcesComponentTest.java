package dmp.ingestion.source;

import java.util.UUID;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.local.testing.PlatformResource;

import static dmp.ingestion.Api.as;
import static dmp.ingestion.Api.source;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class SourcesComponentTest {

    private static final String BODY = """
            {"name":"Renamed","kind":"partner","party":"second","contract":{"owner":"Acme","purposes":["collection"]}}""";

    private String id;

    @BeforeEach
    void aSource() {
        id = "crm-" + UUID.randomUUID().toString().substring(0, 8);
        source(id, "partner", "2099-12-31");
    }

    @Test
    void aSourceIsReadAsItWasWritten() {
        as("acme-admin")
                .get("/v1/sources/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("id", equalTo(id))
                .body("kind", equalTo("partner"))
                .body("party", equalTo("first"))
                .body("contract.expiresOn", equalTo("2099-12-31"))
                .body("contract.purposes", hasItems("collection", "profiling", "activation"))
                .body("writeKeys[0].key", startsWith("wk_"));
    }

    @Test
    void theIdComesFromTheNameWhenThereIsNone() {
        String unique = UUID.randomUUID().toString();

        as("acme-admin")
                .body(BODY.replace("Renamed", "Caf\u00e9 " + unique))
                .post("/v1/sources")
                .then()
                .statusCode(201)
                .header("Location", startsWith("http"))
                .body("id", equalTo("cafe-" + unique));
    }

    @Test
    void anIdIsTakenOnce() {
        as("acme-admin")
                .body("{\"id\":\"" + id + "\"," + BODY.strip().substring(1))
                .post("/v1/sources")
                .then()
                .statusCode(409)
                .body("code", equalTo("exists"));
    }

    @Test
    void aChangeIsBasedOnWhatWasRead() {
        as("acme-admin").body(BODY).put("/v1/sources/" + id).then().statusCode(428);
        as("acme-admin")
                .header("If-Match", "\"7\"")
                .body(BODY)
                .put("/v1/sources/" + id)
                .then()
                .statusCode(412);
        as("acme-admin")
                .header("If-Match", "\"1\"")
                .body("{\"id\":\"" + id + "\"," + BODY.strip().substring(1))
                .put("/v1/sources/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("name", equalTo("Renamed"))
                .body("writeKeys[0].key", startsWith("wk_"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        as("acme-admin")
                .body("{\"id\":\"NO!\",\"name\":\"x\",\"kind\":\"site\",\"origins\":[\"www.acme.example\"]}")
                .post("/v1/sources")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItems("/id", "/party", "/contract", "/origins/0"));
    }

    @Test
    void unknownPropertiesAreRefusedByPointer() {
        as("acme-admin")
                .body(BODY.replace("\"owner\"", "\"ownr\""))
                .post("/v1/sources")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/contract/ownr"))
                .body("errors[0].code", equalTo("unknown-property"));
        as("acme-admin")
                .body(BODY.replace("\"partner\"", "\"pardner\""))
                .post("/v1/sources")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/kind"));
        as("acme-admin").body("{").post("/v1/sources").then().statusCode(400);
    }

    @Test
    void listsAreReadPageByPage() {
        source(id + "-b", "partner", "2099-12-31");

        as("acme-admin")
                .get("/v1/sources?limit=1&after=" + id)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].id", equalTo(id + "-b"));
        as("acme-admin")
                .get("/v1/sources?limit=1000")
                .then()
                .body("next", nullValue())
                .body("items.id", hasItem(id));
    }

    @Test
    void anArchivedSourceIsGone() {
        as("acme-admin").delete("/v1/sources/" + id).then().statusCode(204);

        as("acme-admin").get("/v1/sources/" + id).then().statusCode(404);
        as("acme-admin").get("/v1/sources?limit=1000").then().body("items.id", not(hasItem(id)));
    }

    @Test
    void whoeverMayOnlyReadSeesNoKey() {
        as("acme-analyst")
                .get("/v1/sources/" + id)
                .then()
                .statusCode(200)
                .body("writeKeys[0].key", startsWith("wk_\u2026"));
    }

    @Test
    void anotherTenantSeesNothing() {
        as("globex-admin").get("/v1/sources/" + id).then().statusCode(404);
        as("globex-admin").delete("/v1/sources/" + id).then().statusCode(404);
        as("globex-admin")
                .header("If-Match", "\"1\"")
                .body(BODY)
                .put("/v1/sources/" + id)
                .then()
                .statusCode(404);
        as("globex-admin").post("/v1/sources/" + id + "/write-keys").then().statusCode(404);
        as("globex-admin").get("/v1/sources?limit=1000").then().body("items.id", not(hasItem(id)));
    }

    @Test
    void aWeakerRoleMayNotWrite() {
        as("acme-analyst").body(BODY).post("/v1/sources").then().statusCode(403);
        as("acme-marketer").delete("/v1/sources/" + id).then().statusCode(403);
        as("acme-marketer").post("/v1/sources/" + id + "/write-keys").then().statusCode(403);
        as("acme-ad-network").get("/v1/sources/" + id).then().statusCode(403);
        given().get("/v1/sources/" + id).then().statusCode(401);
    }
}
