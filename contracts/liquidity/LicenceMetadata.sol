// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// JSON is full of double quotes.
// solhint-disable quotes

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MetadataText} from "../libraries/MetadataText.sol";
import {PublicText} from "../libraries/PublicText.sol";

/// @title LicenceMetadata
/// @notice The token URI of a licence: JSON and a small picture, all on chain. Names are escaped for both.
/// @dev A contract of its own, without state, because {LicenceOffice} with it would be larger than chains allow.
contract LicenceMetadata {
    using Strings for uint256;

    /// @param id The licence.
    /// @param office The name of all licences of the organisation.
    /// @param tier The tier's name.
    /// @param termsURI Where the terms can be read.
    /// @param termsHash keccak256 of the terms.
    /// @param expires The first second in which the licence is no longer valid.
    struct Facts {
        uint256 id;
        string office;
        string tier;
        string termsURI;
        bytes32 termsHash;
        uint64 expires;
    }

    /// @notice The contract metadata of the licences called `office`, in short `symbol` (ERC-7572).
    function collection(string calldata office, string calldata symbol) external pure returns (string memory) {
        return
            MetadataText.collection(
                office,
                symbol,
                "Licences for commercial use of a commons. Each stays with its licensee until it runs out."
            );
    }

    /// @notice The data URI of the JSON that ERC-721 describes.
    function uri(Facts calldata f) external pure returns (string memory) {
        string memory office = PublicText.plain(f.office);
        string memory tier = Strings.escapeJSON(f.tier);
        string memory number = string.concat("#", f.id.toString());
        string memory valid = string.concat("valid until ", MetadataText.date(f.expires));
        bytes memory head = abi.encodePacked(
            '{"name":"',
            Strings.escapeJSON(office),
            " ",
            number,
            '","description":"',
            tier,
            ", ",
            valid,
            ' (UTC)","attributes":[{"trait_type":"Tier","value":"',
            tier
        );
        bytes memory attributes = abi.encodePacked(
            '"},{"display_type":"date","trait_type":"Valid until","value":',
            uint256(f.expires).toString(),
            '},{"trait_type":"Terms","value":"',
            Strings.escapeJSON(f.termsURI),
            '"},{"trait_type":"Terms hash","value":"',
            uint256(f.termsHash).toHexString(32),
            '"}],"image":"'
        );
        string memory image = MetadataText.picture("#12403a", office, f.tier, "", valid, number);
        return MetadataText.dataURI(abi.encodePacked(head, attributes, image, '"}'));
    }
}
